import { type ApiKey, type GeneratedSiteCode, generateSiteCode, listApiKeys } from '../../api/apiKeys.ts';
import type { MetricConfig } from '../../api/metricConfigs.ts';
import { commandBlock } from '../../components/basic/commandBlock.ts';
import { loadInto } from '../../components/basic/loadInto.ts';
import { tabs } from '../../components/basic/tabs.ts';
import { wholeTag } from '../../components/basic/wholeTag.ts';
import { noUsableKey } from '../../components/keys/noUsableKey.ts';
import { shareInstall } from '../../components/keys/shareInstall.ts';
import { ownEvents } from '../../components/metric/ownEvents.ts';
import { element } from '../../dom.ts';
import { siteTagExample } from '../../examples/pageExamples.ts';
import { curlExample } from '../../examples/serverExamples.ts';
import { oldestUsableKey } from '../../keys/usableKey.ts';
import { blockedPathNote } from '../blockedPathNote.ts';
import type { PageContext } from '../page.ts';

/**
 * The site tag, and the other way to send a first sample. `show` asks for them, and again when there are more metrics: the tag stays, its
 * events do not.
 */
export function pasteSiteTag({ api, signal }: PageContext, endpoint: string, first: MetricConfig) {
  /** What the call from a server is about. */
  let example = first;
  const box = element('div', '');
  const { load } = loadInto(box, {
    what: 'the site tag',
    signal,
    async load() {
      const key = oldestUsableKey(await listApiKeys(api), Date.now());
      return key && { key, code: await generateSiteCode(api, key.id) };
    },
    show(loaded) {
      if (loaded === undefined) return [noUsableKey()];
      const { key, code } = loaded;
      const ways = [
        { title: 'A web page', content: fromPage(code, key, signal) },
        { title: 'curl', content: fromServer(endpoint, key, example) },
      ];
      return [tabs('Ways to send', ways)];
    },
  });
  return {
    element: box,
    show(metric: MetricConfig) {
      example = metric;
      return load();
    },
  };
}

function fromPage(code: GeneratedSiteCode, { apiKey, keyName }: ApiKey, signal: AbortSignal): HTMLElement {
  const events = ownEvents(code);
  return element(
    'div',
    '',
    element(
      'p',
      '',
      'Paste it once before ',
      element('code', '', '</head>'),
      ' of every page, and open one of them. Metrics that you choose later reach it within 5 minutes.',
    ),
    wholeTag(code.earlyTag, siteTagExample(code, keyName)),
    blockedPathNote(signal),
    shareInstall(apiKey),
    events && element('p', '', 'Events of your own are counted when your page says so:'),
    events,
  );
}

function fromServer(endpoint: string, { apiKey }: ApiKey, example: MetricConfig): HTMLElement {
  return element(
    'div',
    '',
    element('p', '', 'From a server, with the secret in ', element('code', '', 'UVP_API_SECRET'), ':'),
    commandBlock(curlExample(endpoint, apiKey, example)),
  );
}
