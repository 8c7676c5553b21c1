import type { Health } from '../../api/health.ts';

export interface HealthMessage {
  readonly tone: 'ok' | 'warn' | 'bad';
  readonly headline: string;
  readonly text: string;
}

/** What the state of the platform means for samples. */
export function healthMessage({ state }: Pick<Health, 'state'>): HealthMessage {
  return MESSAGES[state];
}

const MESSAGES: Readonly<Record<Health['state'], HealthMessage>> = {
  ok: { tone: 'ok', headline: 'Everything is running', text: 'Send a sample, and it counts exactly once.' },
  degraded: {
    tone: 'warn',
    headline: 'Running, but not all of it',
    text: 'Samples are stored and nothing is lost; graphs may lag behind.',
  },
  down: {
    tone: 'bad',
    headline: 'Samples cannot be stored',
    text: 'Senders are told to try again later, and keep what they have until then.',
  },
};
