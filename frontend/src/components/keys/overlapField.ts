import { selectField } from '../forms/selectField.ts';

/** How long something that is being replaced goes on working, in seconds. */
export function overlapField(label: string) {
  return selectField({
    name: 'overlapSeconds',
    label,
    choices: [
      ['0', 'no longer'],
      ['3600', 'one more hour'],
      ['86400', 'one more day'],
      ['604800', 'one more week'],
    ],
    value: '86400',
  });
}
