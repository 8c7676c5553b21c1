import { type Child, element, replaceChildren } from '../../dom.ts';
import { ApiError, type FieldFault, isAbort, messageOf } from '../../failure.ts';
import { type ButtonKind, whileBusy } from '../basic/button.ts';
import { notice } from '../basic/notice.ts';
import type { Field } from './field.ts';

export interface FormOptions {
  /** Names the form for screen readers. */
  readonly title: string;
  readonly fields: readonly Field<unknown>[];
  /** What stands in the form; by default its fields, one below the other. */
  readonly content?: readonly Child[];
  readonly submit: string;
  readonly kind?: ButtonKind;
  /** Beside the submit button. */
  readonly more?: readonly Child[];
  /** What it throws is shown: faults at their fields, the rest above the buttons. */
  readonly onSubmit: () => Promise<void>;
}

/** A form that checks its fields, sends once, and shows what was wrong where it was wrong. */
export function form(options: FormOptions): HTMLFormElement {
  const problem = element('div', { className: 'problem', attributes: { 'aria-live': 'assertive' } });
  const submit = element(
    'button',
    { className: `button ${options.kind ?? 'primary'}`, attributes: { type: 'submit' } },
    options.submit,
  );
  const made = element(
    'form',
    { className: 'form', attributes: { 'aria-label': options.title, novalidate: '' } },
    ...(options.content ?? options.fields.map((field) => field.element)),
    problem,
    element('div', 'actions', submit, ...(options.more ?? [])),
  );
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    replaceChildren(problem);
    if (showFaults(options.fields, (field) => field.check())) return;
    void whileBusy(submit, options.onSubmit).catch((error: unknown) => {
      if (isAbort(error)) return;
      const { placed, rest } = placeFaults(options.fields, error);
      showFaults(options.fields, (field) => placed.get(field));
      if (rest !== undefined) replaceChildren(problem, notice('bad', rest));
    });
  });
  return made;
}

/** Shows each field's fault and goes to the first one; false when there is none. */
function showFaults(
  fields: readonly Field<unknown>[],
  faultOf: (field: Field<unknown>) => string | undefined,
): boolean {
  const faulty = fields.filter((field) => {
    const fault = faultOf(field);
    field.showFault(fault);
    return fault !== undefined;
  });
  // What is wrong may be behind a line that opens it.
  const closed = faulty[0]?.element.closest('details');
  if (closed) closed.open = true;
  faulty[0]?.focus();
  return faulty.length > 0;
}

/** Gives each of the API's faults to the field that it is about; `rest` is told when some have no field. */
function placeFaults(fields: readonly Field<unknown>[], error: unknown) {
  const placed = new Map<Field<unknown>, string>();
  const faults = error instanceof ApiError ? faultsOf(error, fields) : [];
  let homeless = faults.length === 0;
  for (const { path, message } of faults) {
    const field = fields.find(({ name }) => path === `body.${name}` || path.startsWith(`body.${name}.`));
    if (field) placed.set(field, message);
    else homeless = true;
  }
  return { placed, rest: homeless ? messageOf(error) : undefined };
}

/** A wrong password is a refusal of its own kind, but has its place. */
function faultsOf({ code, faults }: ApiError, fields: readonly Field<unknown>[]): readonly FieldFault[] {
  if (code !== 'wrong_password') return faults;
  const asked = fields.filter(({ name }) => name === 'currentPassword' || name === 'password');
  return asked.map(({ name }) => ({ path: `body.${name}`, message: 'is wrong' }));
}
