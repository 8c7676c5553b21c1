import { element } from '../../../dom.ts';
import {
  fileTypeFault,
  pathPatternFault,
  queryRouteFault,
  type ScriptOptions,
  sampleOneInFault,
} from '../../../metric/scriptOptions.ts';
import { checkField } from '../../forms/checkField.ts';
import { chipsField } from '../../forms/chips.ts';
import type { Field } from '../../forms/field.ts';
import { textField } from '../../forms/textField.ts';

/** How the script behaves in a page, behind a line that opens it. */
export function scriptOptionsField(value: ScriptOptions): Field<ScriptOptions> {
  const respectGpc = checkField({
    name: 'respectGpc',
    label: 'Respect Global Privacy Control',
    value: value.respectGpc,
    hint: 'Visitors whose browser sends it are not counted.',
  });
  const respectDnt = checkField({
    name: 'respectDnt',
    label: 'Respect Do Not Track',
    value: value.respectDnt,
    hint: 'Visitors whose browser sends it are not counted.',
  });
  const persist = checkField({
    name: 'persist',
    label: 'Keep what cannot be delivered for the next visit',
    value: value.persist,
    hint: 'In localStorage, up to 22 hours; ask whether you need consent for it. Without it an outage is survived as long as the page stays open.',
  });
  const hashRoutes = checkField({
    name: 'hashRoutes',
    label: 'Routes are in the hash',
    value: value.hashRoutes,
    hint: '#/a and #/b are two views, and $path has the hash.',
  });
  const queryRoutes = chipsField({
    name: 'queryRoutes',
    label: 'Routes are in the query',
    value: value.queryRoutes,
    placeholder: 'page',
    hint: 'Parameters that name a page, as in /index.php?page=about: each value is a view of its own, and $path has it.',
    check: queryRouteFault,
  });
  const fileTypes = chipsField({
    name: 'fileTypes',
    label: 'More file types',
    value: value.fileTypes,
    placeholder: 'step, blend',
    hint: 'Links to files with these endings are downloads, too.',
    check: fileTypeFault,
  });
  const sampleOneIn = textField({
    name: 'sampleOneIn',
    label: 'Count one page load in',
    type: 'number',
    value: String(value.sampleOneIn),
    hint: '1 counts every page load. With 10, one in ten is counted ten times: totals stay right, and less is sent.',
    check: sampleOneInFault,
  });
  const pathPatterns = chipsField({
    name: 'pathPatterns',
    label: 'Paths of one name',
    value: value.pathPatterns,
    placeholder: '/blog/:slug, /files/*',
    hint: 'What $path calls them: :name is one part, * at the end is anything. The first that fits decides; in all others ids become :id.',
    check: pathPatternFault,
  });
  const fields: readonly Field<unknown>[] = [
    respectGpc,
    respectDnt,
    persist,
    hashRoutes,
    queryRoutes,
    pathPatterns,
    fileTypes,
    sampleOneIn,
  ];
  const fault = element('p', { className: 'fault', attributes: { 'aria-live': 'polite' } });
  const faulty = () => fields.find((field) => field.check() !== undefined);
  return {
    element: element(
      'details',
      'more',
      element('summary', '', 'In the page: privacy, sampling, routes'),
      ...fields.map((field) => field.element),
      fault,
    ),
    name: 'scriptOptions',
    read: () => ({
      persist: persist.read(),
      sampleOneIn: Number(sampleOneIn.read()),
      respectGpc: respectGpc.read(),
      respectDnt: respectDnt.read(),
      hashRoutes: hashRoutes.read(),
      queryRoutes: queryRoutes.read(),
      fileTypes: fileTypes.read(),
      pathPatterns: pathPatterns.read(),
    }),
    check() {
      for (const field of fields) field.showFault(field.check());
      return faulty() && 'has a fault';
    },
    // Each part has said what is wrong with it; what only the API knows has no part.
    showFault(message) {
      fault.textContent = message === undefined || faulty() ? '' : `The script: ${message}`;
    },
    focus: () => (faulty() ?? respectGpc).focus(),
  };
}
