import type { GeneratedCode } from '../../api/metricConfigs.ts';
import { type Child, element } from '../../dom.ts';
import type { Described } from '../../examples/exampleSample.ts';
import { goExample, phpExample, pythonExample } from '../../examples/languageExamples.ts';
import { inlineExample, moduleExample, scriptTagExample } from '../../examples/pageExamples.ts';
import { curlExample, libraryDownload, libraryExample } from '../../examples/serverExamples.ts';
import { formatBytes } from '../../format.ts';
import { commandBlock } from '../basic/commandBlock.ts';
import type { Tab } from '../basic/tabs.ts';
import { wholeTag } from '../basic/wholeTag.ts';
import { type Pin, pinButton } from './pinButton.ts';

/** What servers send to, and as whom. */
export interface CodeTarget {
  readonly endpoint: string;
  readonly scriptUrl: string;
  /** Public id of the key. */
  readonly apiKey: string;
}

/** Code for pages that belongs to one metric alone, one form a tab. */
export function metricForms(code: GeneratedCode, pin: Pin, signal: AbortSignal): Tab[] {
  return [
    form(
      'Script tag',
      [
        `The script (${formatBytes(code.gzipBytes)} gzip) follows later changes of this metric within 5 minutes.`,
        wholeTag(code.earlyTag, scriptTagExample(code)),
      ],
      pinButton(pin, signal),
    ),
    ...pastedForms(code),
  ];
}

/** What there is of a site tag besides the tag itself. */
export function siteForms(code: GeneratedCode, pin: Pin, signal: AbortSignal): Tab[] {
  return [{ title: 'Pinned tag', content: pinButton(pin, signal) }, ...pastedForms(code)];
}

/** How a server adds to the metric. */
export function serverForms(config: Described, { endpoint, scriptUrl, apiKey }: CodeTarget): Tab[] {
  return [
    form('curl', [
      'With the secret of the key in UVP_API_SECRET.',
      commandBlock(curlExample(endpoint, apiKey, config)),
    ]),
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
    form('Python', [WITH_SECRET, commandBlock(pythonExample(endpoint, apiKey, config))]),
    form('Go', [WITH_SECRET, commandBlock(goExample(endpoint, apiKey, config))]),
    form('PHP', [WITH_SECRET, commandBlock(phpExample(endpoint, apiKey, config))]),
  ];
}

const WITH_SECRET = 'With its standard library. The secret of the key is in UVP_API_SECRET.';

/** Code that stands in the page itself, so that it has to be pasted again after a change. */
function pastedForms(code: GeneratedCode): Tab[] {
  const size = `${formatBytes(code.gzipBytes)} gzip`;
  return [
    form('Inline', ['For pages that may load nothing from elsewhere.', commandBlock(inlineExample(code), size)]),
    form('Module', [
      'For bundlers: save it as a file, and import track and flush from it.',
      commandBlock(moduleExample(code)),
    ]),
  ];
}

function form(title: string, [text, block]: readonly [Child, Child?], ...more: Child[]): Tab {
  return { title, content: element('div', '', element('p', 'soft', text), block, ...more) };
}
