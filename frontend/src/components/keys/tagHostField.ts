import { checkField } from '../forms/checkField.ts';
import type { Field } from '../forms/field.ts';

/** Whose host the code uses: the platform's, or the website's own. */
export function tagHostField(onChange: () => void): Field<boolean> {
  return checkField({
    name: 'host',
    label: 'Through the website’s own host',
    value: false,
    hint: 'For a website whose server passes the paths of the code on to this platform (docs/tracking.md, “First-party address”).',
    onChange,
  });
}
