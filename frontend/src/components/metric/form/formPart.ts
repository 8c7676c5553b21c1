import type { Child } from '../../../dom.ts';
import type { Field } from '../../forms/field.ts';

/** A part of the form, as a person sees it. */
export interface FormPart<T> {
  /** In the order in which they are seen. */
  readonly fields: readonly Field<unknown>[];
  readonly content: readonly Child[];
  read(): T;
}
