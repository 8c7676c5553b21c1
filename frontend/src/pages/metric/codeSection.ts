import { listApiKeys } from '../../api/apiKeys.ts';
import { fetchClient } from '../../api/clientInfo.ts';
import { type GeneratedCode, generateCode, type MetricConfig } from '../../api/metricConfigs.ts';
import { link } from '../../components/basic/link.ts';
import { loadInto } from '../../components/basic/loadInto.ts';
import { tabs } from '../../components/basic/tabs.ts';
import { tagHostField } from '../../components/keys/tagHostField.ts';
import { metricForms, serverForms } from '../../components/metric/codeForms.ts';
import { ownEvents } from '../../components/metric/ownEvents.ts';
import { type Child, element, replaceChildren } from '../../dom.ts';
import { isUsableKey, oldestUsableKey } from '../../keys/usableKey.ts';
import { blockedPathNote } from '../blockedPathNote.ts';
import type { PageContext } from '../page.ts';
import { ownTagHead } from './ownTagHead.ts';
import { siteTagStatus } from './siteTagStatus.ts';

const OWN_TAG = 'A tag for this metric alone';
const FROM_SERVERS = 'From a server';

/**
 * How samples come: by the site tag where the metric is for pages, by servers, and by a tag for this metric alone, for one of the keys.
 * Where no code can be made it says why.
 */
export function codeSection(context: PageContext, config: MetricConfig): HTMLElement {
  const { signal } = context;
  const state = element('div', '');
  const events = element('div', 'own-events');
  const ownTag = element('div', '');
  const servers = element('div', '');
  let wantedKey: string | undefined;
  const host = tagHostField(() => void load());
  const { load } = loadInto(state, {
    what: 'the code',
    signal,
    load: () => fetchCode(context, config, wantedKey, host.read()),
    show({ keys, client, chosen, code, pin }) {
      const onChosen = (id: string) => {
        wantedKey = id;
        void load();
      };
      const head = ownTagHead(context, config, { keys, chosen, onChosen, onRevoked: () => void load() });
      replaceChildren(events, ...ownEventsOf(config, code));
      replaceChildren(ownTag, head, tabs('Forms of the code', metricForms(code, pin, signal)));
      const target = { ...client, apiKey: chosen?.apiKey ?? 'mk_…' };
      replaceChildren(servers, tabs('Ways to send from a server', serverForms(config, target)));
      return [];
    },
  });
  void load();
  const status = siteTagStatus(config);
  const ownTagParts = [ownTag, host.element, blockedPathNote(signal)];
  if (config.inPages) {
    const ownPart = part(OWN_TAG, ...ownTagParts);
    return element('div', 'code-section', status, state, events, ownPart, part(FROM_SERVERS, servers));
  }
  const serverPart = part(FROM_SERVERS, servers);
  serverPart.open = true;
  const hint = element('p', 'soft', 'Pages with this tag add to the metric as well.');
  return element('div', 'code-section', status, state, serverPart, part(OWN_TAG, hint, ...ownTagParts, events));
}

/** The code for the key that is wanted, as long as it can be used, or else for the oldest one that can. */
async function fetchCode(
  { api, signal }: PageContext,
  config: MetricConfig,
  wantedKey: string | undefined,
  isFirstParty: boolean,
) {
  const [keys, client] = await Promise.all([listApiKeys(api), fetchClient(signal)]);
  const now = Date.now();
  const chosen = keys.find((key) => key.id === wantedKey && isUsableKey(key, now)) ?? oldestUsableKey(keys, now);
  const options = { ...(chosen && { apiKeyId: chosen.id }), ...(isFirstParty && { host: 'page' as const }) };
  const code = await generateCode(api, config.id, options);
  const pin = () => generateCode(api, config.id, { pinned: true, ...options });
  return { keys, client, chosen, code, pin };
}

function part(title: string, ...content: HTMLElement[]): HTMLDetailsElement {
  return element('details', 'more', element('summary', '', title), ...content);
}

/** How the page's own code tells of events; with either tag. */
function ownEventsOf(config: MetricConfig, code: GeneratedCode): Child[] {
  const title = element('h3', '', 'Own events');
  const given = ownEvents(code);
  if (given) return [title, given];
  const edit = link('Add one to its events', `#/metrics/${config.id}/edit`);
  return [
    title,
    element('p', 'soft', 'This metric counts what the script sees by itself. ', edit, ' to tell of it in code.'),
  ];
}
