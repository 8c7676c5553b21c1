import { fetchEndpoint } from '../api/clientInfo.ts';
import { type Check, fetchHealth, type Health } from '../api/health.ts';
import { ownAddress } from '../browser/address.ts';
import { poll } from '../browser/poll.ts';
import { button } from '../components/basic/button.ts';
import { commandBlock } from '../components/basic/commandBlock.ts';
import { notice } from '../components/basic/notice.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { type Card, type CardState, statusCard } from '../components/shell/statusCard.ts';
import { element, replaceChildren } from '../dom.ts';
import { firstSteps } from '../examples/firstSteps.ts';
import { isAbort, UnreachableError } from '../failure.ts';
import { formatDuration } from '../format.ts';
import type { MakePage } from './page.ts';

const REFRESH_MS = 10_000;

/** Says whether the platform runs, and how to send it a number from a shell. For those who are not signed in, too. */
export const statusPage: MakePage = ({ signal, session }) => {
  const cards = element('ul', { className: 'cards', attributes: { role: 'list' } });
  const steps = element('ol', { className: 'steps', attributes: { role: 'list' } });
  const message = element('div', { attributes: { 'aria-live': 'polite' } });
  let endpointKnown = false;
  let said = '';
  const say = (tone: 'ok' | 'warn' | 'bad', headline: string, text: string) => {
    if (said === headline + text) return;
    said = headline + text;
    const retry = tone === 'bad' ? button('Try again', () => timer.now()) : undefined;
    replaceChildren(message, notice(tone, element('strong', '', `${headline}. `), text, retry));
  };
  const showSteps = (endpoint: string) =>
    replaceChildren(steps, ...firstSteps(endpoint.replace(/\/metrics$/, '')).map(stepItem));
  const refresh = async () => {
    try {
      const health = await fetchHealth(signal);
      say(...messageOf(health));
      replaceChildren(cards, ...cardsOf(health).map(statusCard));
      if (!endpointKnown) showSteps(await fetchEndpoint(signal));
      endpointKnown = true;
    } catch (error) {
      if (isAbort(error)) return;
      say(
        'bad',
        'The API does not answer',
        error instanceof UnreachableError ? error.message : 'This page has a fault.',
      );
      replaceChildren(cards, ...cardsIn('unknown', 'down').map(statusCard));
      throw error;
    }
  };
  showSteps(ownAddress('api/v1/metrics'));
  replaceChildren(cards, ...cardsIn('loading', 'loading').map(statusCard));
  const timer = poll(refresh, REFRESH_MS, signal);

  return {
    title: 'Status',
    element: element(
      'div',
      session.isSignedIn() ? 'page' : 'page alone',
      pageHead({
        title: 'Status',
        text: 'The way of a number: from the API to the database, the Pushgateway and Prometheus.',
        ...(!session.isSignedIn() && { back: { href: '#/signin', text: 'Sign in' } }),
      }),
      message,
      section('The parts of the platform', 'status', cards),
      section('From a shell, without this page', 'first-steps', steps),
      footer(),
    ),
  };
};

function messageOf(health: Health): ['ok' | 'warn' | 'bad', string, string] {
  if (health.state === 'ok') return ['ok', 'Everything is running', 'Send a sample, and it counts exactly once.'];
  if (health.state === 'down')
    return [
      'bad',
      'Samples cannot be stored',
      'Senders are told to try again later, and keep what they have until then.',
    ];
  return ['warn', 'Running, but not all of it', 'Samples are stored and nothing is lost; graphs may lag behind.'];
}

function cardsOf(health: Health): Card[] {
  const { database, pushgateway, prometheus } = health.checks;
  const facts = [
    health.version === undefined ? '' : `version ${health.version}`,
    health.uptimeSeconds === undefined ? '' : `up for ${formatDuration(health.uptimeSeconds)}`,
  ].filter((fact) => fact !== '');
  return [
    { name: 'API', role: ROLES.api, state: 'up', detail: facts.join(', ') || undefined },
    { name: 'Database', role: ROLES.database, state: database.state, detail: detailOf(database) },
    { name: 'Pushgateway', role: ROLES.pushgateway, state: pushgateway.state, detail: detailOf(pushgateway) },
    { name: 'Prometheus', role: ROLES.prometheus, state: prometheus.state, detail: detailOf(prometheus) },
  ];
}

function detailOf({ detail, latencyMs }: Check): string | undefined {
  return detail ?? (latencyMs === undefined ? undefined : `answers in ${Math.max(1, Math.round(latencyMs))} ms`);
}

function cardsIn(state: CardState, apiState: CardState): Card[] {
  return [
    { name: 'API', role: ROLES.api, state: apiState },
    { name: 'Database', role: ROLES.database, state },
    { name: 'Pushgateway', role: ROLES.pushgateway, state },
    { name: 'Prometheus', role: ROLES.prometheus, state },
  ];
}

const ROLES = {
  api: 'Takes samples from pages and servers.',
  database: 'Keeps the totals. What was acknowledged is here.',
  pushgateway: 'Shows the totals to Prometheus.',
  prometheus: 'Keeps the series, for graphs and alerts.',
};

function stepItem(step: ReturnType<typeof firstSteps>[number]): HTMLElement {
  return element(
    'li',
    'step',
    element('div', 'step-text', element('h3', '', step.command.title), element('p', '', step.text)),
    commandBlock(step.command),
  );
}

function section(title: string, id: string, ...children: Node[]): HTMLElement {
  return element(
    'section',
    { className: id, attributes: { 'aria-labelledby': id } },
    element('h2', { attributes: { id } }, title),
    ...children,
  );
}

function footer(): HTMLElement {
  const link = (href: string, text: string) => element('a', { attributes: { href } }, text);
  return element(
    'footer',
    '',
    link('api/v1/health', 'Health as JSON'),
    link('api/docs', 'API reference'),
    link('api/v1/openapi.json', 'OpenAPI document'),
    link('api/v1/client', 'Client library'),
  );
}
