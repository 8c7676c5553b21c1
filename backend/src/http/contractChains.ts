import { body, type ValidationChain } from 'express-validator';
import type { z } from 'zod';
import { type Schema, toSchema } from '../contract/toSchema.ts';
import { isStorableText, textField } from './text.ts';

/** Rules of a field that a description cannot hold; applied to `body(name)`. */
export type FieldRules = (field: ValidationChain) => ValidationChain;

/** What is read of a field's JSON Schema. */
interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}

interface ObjectSchema {
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
}

/**
 * The chains of a request body, from its description: text for people (NFC, trimmed), `true` or `false`, and whole numbers, each with its
 * published limits. `rules` has the others. A field that may be left out is optional.
 * @throws Error, when the server starts, for a field that is none of these and has no rules
 */
export function contractChains(
  schema: z.ZodObject,
  rules: Readonly<Record<string, FieldRules>> = {},
): ValidationChain[] {
  const { properties, required = [] } = toSchema(schema) as Schema & ObjectSchema;
  return Object.entries(properties).map(([name, property]) => {
    const field = required.includes(name) ? body(name) : body(name).optional();
    const special = rules[name];
    return special ? special(field) : plainRules(name, property)(field);
  });
}

function plainRules(name: string, schema: FieldSchema): FieldRules {
  const { type, minimum, maximum, maxLength } = schema;
  if (type === 'string' && maxLength !== undefined) return (field) => textField(field, maxLength);
  if (isTextOrNull(schema) && maxLength !== undefined) return textOrNull(maxLength);
  if (type === 'boolean') return trueOrFalse;
  if (type === 'integer' && minimum !== undefined && maximum !== undefined) return wholeNumber(minimum, maximum);
  throw new Error(`There are no rules for ${name}: ${JSON.stringify(schema)}`);
}

function isTextOrNull({ type }: FieldSchema): boolean {
  return Array.isArray(type) && type.length === 2 && type.includes('string') && type.includes('null');
}

const trueOrFalse: FieldRules = (field) =>
  field.custom((value: unknown) => typeof value === 'boolean').withMessage('must be true or false');

function wholeNumber(minimum: number, maximum: number): FieldRules {
  return (field) =>
    field
      .custom((value: unknown) => Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum)
      .withMessage(`must be a whole number from ${minimum} to ${maximum}`);
}

function textOrNull(max: number): FieldRules {
  return (field) =>
    field
      .custom((value: unknown) => value === null || (typeof value === 'string' && value.length <= max))
      .withMessage(`must be text of at most ${max} characters, or null`)
      .bail()
      .custom((value: string | null) => value === null || isStorableText(value))
      .withMessage('must not hold control characters or broken Unicode')
      .customSanitizer((value: string | null) => (value === null ? null : trimmedOrNull(value)));
}

function trimmedOrNull(text: string): string | null {
  const trimmed = text.normalize('NFC').trim();
  return trimmed === '' ? null : trimmed;
}
