import type { ApiKey } from '../../api/apiKeys.ts';
import { limits } from '../../contract.generated.ts';
import { originFault } from '../../keys/origins.ts';
import { checkField } from '../forms/checkField.ts';
import { chipsField } from '../forms/chips.ts';
import { textField } from '../forms/textField.ts';

/** What a key has that its owner can choose. */
export function keyFields(
  key?: Pick<ApiKey, 'keyName' | 'expiresAt' | 'allowedOrigins' | 'createsMetrics' | 'countRobots'>,
) {
  const dateNow = localDate(key?.expiresAt ?? null);
  const keyName = textField({
    name: 'keyName',
    label: 'Name',
    value: key?.keyName ?? '',
    maxLength: limits.keyName,
    placeholder: 'Shop, production',
  });
  const expiresAt = textField({
    name: 'expiresAt',
    label: 'Expires at the end of',
    type: 'date',
    value: dateNow,
    optional: true,
    hint: 'Empty: never.',
    check: (text) => (endOfDay(text) > Date.now() ? undefined : 'must be in the future'),
  });
  const allowedOrigins = chipsField({
    name: 'allowedOrigins',
    label: 'Allowed origins',
    value: key?.allowedOrigins ?? [],
    placeholder: 'https://shop.example',
    hint: 'Websites whose pages may send with the generated code. None: all of them.',
    check: originFault,
  });
  const createsMetrics = checkField({
    name: 'createsMetrics',
    label: 'Creates metrics',
    value: key?.createsMetrics ?? false,
    hint: 'When a sample has a name that no metric has, the metric is created. Off, the sample is refused, so that a typing error creates nothing.',
  });
  const countRobots = checkField({
    name: 'countRobots',
    label: 'Count robots',
    value: key?.countRobots ?? false,
    hint: 'Off, crawlers and browsers that a program drives are left out. Switch it on to test your website with Playwright or Cypress.',
  });
  const readExpiry = () => {
    const date = expiresAt.read();
    // A date that was not touched keeps its hour.
    if (key && date === dateNow) return key.expiresAt;
    return date === '' ? null : new Date(endOfDay(date)).toISOString();
  };
  return {
    fields: [keyName, expiresAt, allowedOrigins, createsMetrics, countRobots] as const,
    read: () => ({
      keyName: keyName.read().trim(),
      expiresAt: readExpiry(),
      allowedOrigins: allowedOrigins.read(),
      createsMetrics: createsMetrics.read(),
      countRobots: countRobots.read(),
    }),
  };
}

/** In the reader's own zone. */
function endOfDay(date: string): number {
  return new Date(`${date}T23:59:59`).getTime();
}

function localDate(iso: string | null): string {
  if (iso === null) return '';
  const date = new Date(iso);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
