import { element } from '../../dom.ts';
import { ignoreVisitsExample } from '../../examples/pageExamples.ts';
import { commandBlock } from '../basic/commandBlock.ts';
import { panel } from '../basic/pageHead.ts';

/** How people keep their own browser out of the numbers of their website. */
export function ownVisits(): HTMLElement {
  return panel(
    'Leave out your own visits',
    element(
      'p',
      'soft',
      'Open your website and enter this line in the console of the browser’s developer tools. From then on its pages send nothing from this browser.',
    ),
    commandBlock(ignoreVisitsExample()),
  );
}
