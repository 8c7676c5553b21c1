import type { GeneratedCode } from '../../api/metricConfigs.ts';
import { element } from '../../dom.ts';
import { eventAttributesExample, eventFunctionsExample } from '../../examples/pageExamples.ts';
import { commandBlock } from '../basic/commandBlock.ts';

/** The two ways in which a page tells of the metric's own events, each in a block of its own; undefined when it has none. */
export function ownEvents(code: Pick<GeneratedCode, 'snippet' | 'eventAttributes'>): HTMLElement | undefined {
  const functions = eventFunctionsExample(code);
  const attributes = eventAttributesExample(code);
  if (!functions || !attributes) return undefined;
  const takesValue = code.eventAttributes.includes('data-uvp-value=');
  return element(
    'div',
    'own-events',
    element(
      'p',
      'soft',
      'In the head of the page. Your own code calls the function when the event happens',
      takesValue ? ', with its value.' : '.',
    ),
    commandBlock(functions),
    element(
      'p',
      'soft',
      'Or without code: put these into the tag of your button, link or form. A click, or the submission of the form, is then the event',
      takesValue ? ', with the value that you write instead of 1.5.' : '.',
    ),
    commandBlock(attributes),
  );
}
