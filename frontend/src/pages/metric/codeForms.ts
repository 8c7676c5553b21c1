import type { GeneratedCode, MetricConfig } from '../../api/metricConfigs.ts';
import { commandBlock } from '../../components/commandBlock.ts';
import { ownEvents } from '../../components/ownEvents.ts';
import type { Tab } from '../../components/tabs.ts';
import { type Child, element } from '../../dom.ts';
import { inlineExample, moduleExample, scriptTagExample } from '../../examples/pageExamples.ts';
import { curlExample, libraryDownload, libraryExample } from '../../examples/serverExamples.ts';
import { formatBytes } from '../../format.ts';
import type { PageContext } from '../page.ts';
import { pinButton } from './pinButton.ts';

/** What all of the forms send to, and as whom. */
export interface CodeTarget {
  readonly endpoint: string;
  readonly scriptUrl: string;
  /** Public id of the key. */
  readonly apiKey: string;
  /** The key as the API knows it; without one it takes the oldest that works. */
  readonly apiKeyId: string | undefined;
}

/** The code of a metric in every form, one a tab. */
export function codeForms(
  context: PageContext,
  config: MetricConfig,
  code: GeneratedCode,
  { endpoint, scriptUrl, apiKey, apiKeyId }: CodeTarget,
): Tab[] {
  const size = `${formatBytes(code.gzipBytes)} compressed`;
  return [
    form(
      'Script tag',
      [
        `The script (${size}) follows later changes of this metric within 5 minutes.`,
        commandBlock(scriptTagExample(code)),
      ],
      pinButton(context, config, apiKeyId),
    ),
    form('Inline', ['For pages that may load nothing from elsewhere.', commandBlock(inlineExample(code), size)]),
    form('Module', [
      'For bundlers: save it as a file, and import track and flush from it.',
      commandBlock(moduleExample(code)),
    ]),
    { title: 'Own events', content: element('div', '', ownEventsForm(config, code)) },
    form('curl', ['From servers, with the secret of the key.', commandBlock(curlExample(endpoint, apiKey, config))]),
    form(
      'Node',
      ['The library batches, retries and counts once. Save it:', commandBlock(libraryDownload(scriptUrl))],
      element(
        'p',
        'soft',
        'Beside it goes a file whose name ends in .mjs. Each run sends one sample, with the secret of the key in UVP_API_SECRET:',
      ),
      commandBlock(libraryExample(scriptUrl, apiKey, config)),
    ),
  ];
}

function form(title: string, [text, block]: readonly [Child, Child?], ...more: Child[]): Tab {
  return { title, content: element('div', '', element('p', 'soft', text), block, ...more) };
}

function ownEventsForm(config: MetricConfig, code: GeneratedCode): Child {
  const edit = element('a', { attributes: { href: `#/metrics/${config.id}/edit` } }, 'Add one to its events');
  const none = element(
    'p',
    'soft',
    'This metric counts what the script sees by itself. ',
    edit,
    ' to tell of it in code.',
  );
  return ownEvents(code) ?? none;
}
