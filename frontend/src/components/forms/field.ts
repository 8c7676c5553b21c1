import { type Child, element } from '../../dom.ts';

/** One thing that a form asks for. */
export interface Field<T> {
  readonly element: HTMLElement;
  /** As the API calls it, to find the place of the API's faults. */
  readonly name: string;
  read(): T;
  /** What is wrong with what is there now, before anything is sent. */
  check(): string | undefined;
  /** Shows a fault at the field; undefined takes it away. */
  showFault(message: string | undefined): void;
  focus(): void;
}

/** What stands around the input of a field, and what describes it. */
export interface FieldFrame {
  readonly element: HTMLElement;
  showFault(message: string | undefined): void;
}

/**
 * A label above an input, its hint and the place of its fault below.
 * @param id of the input, whose `aria-describedby` is `describedBy(id)`
 */
export function fieldFrame(
  options: { id: string; label: string; hint?: Child; optional?: boolean },
  ...content: Child[]
): FieldFrame {
  const { id, label, hint, optional = false } = options;
  const fault = element('p', { className: 'fault', attributes: { id: `${id}-fault`, 'aria-live': 'polite' } });
  return {
    element: element(
      'div',
      'field',
      element(
        'label',
        { attributes: { for: id } },
        label,
        optional ? element('span', 'optional', ' optional') : undefined,
      ),
      ...content,
      hint === undefined ? undefined : element('div', { className: 'hint', attributes: { id: `${id}-hint` } }, hint),
      fault,
    ),
    showFault(message) {
      fault.textContent = message === undefined ? '' : `${label} ${message}`;
    },
  };
}

/** The ids of the hint and the fault of an input in a `fieldFrame`. */
export function describedBy(id: string): string {
  return `${id}-hint ${id}-fault`;
}
