import { fetchEndpoint } from '../api/clientInfo.ts';
import { fetchHealth } from '../api/health.ts';
import { ownAddress } from '../browser/address.ts';
import { poll } from '../browser/poll.ts';
import { button } from '../components/basic/button.ts';
import { link } from '../components/basic/link.ts';
import { notice } from '../components/basic/notice.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { type HealthMessage, healthMessage } from '../components/status/healthMessage.ts';
import { statusCard } from '../components/status/statusCard.ts';
import { cardsIn, cardsOf } from '../components/status/statusCards.ts';
import { stepItem } from '../components/status/stepItem.ts';
import { element, replaceChildren } from '../dom.ts';
import { firstSteps } from '../examples/firstSteps.ts';
import { isAbort, UnreachableError } from '../failure.ts';
import type { MakePage } from './page.ts';

const REFRESH_MS = 10_000;

/** Says whether the platform runs, and how to send it a number from a shell. For those who are not signed in, too. */
export const statusPage: MakePage = ({ signal, session }) => {
  const cards = element('ul', { className: 'cards', attributes: { role: 'list' } });
  const steps = element('ol', { className: 'steps', attributes: { role: 'list' } });
  const message = element('div', { attributes: { 'aria-live': 'polite' } });
  let endpointKnown = false;
  let said = '';
  const say = ({ tone, headline, text }: HealthMessage) => {
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
      say(healthMessage(health));
      replaceChildren(cards, ...cardsOf(health).map(statusCard));
      if (!endpointKnown) showSteps(await fetchEndpoint(signal));
      endpointKnown = true;
    } catch (error) {
      if (isAbort(error)) return;
      say(noAnswer(error));
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

function noAnswer(error: unknown): HealthMessage {
  const text = error instanceof UnreachableError ? error.message : 'This page has a fault.';
  return { tone: 'bad', headline: 'The API does not answer', text };
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
  return element(
    'footer',
    '',
    link('Health as JSON', 'api/v1/health'),
    link('API reference', 'api/docs'),
    link('OpenAPI document', 'api/v1/openapi.json'),
    link('Client library', 'api/v1/client'),
  );
}
