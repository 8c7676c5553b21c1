import type { ValidationChain } from 'express-validator';

/** True when Postgres and Prometheus can hold the text: no NUL, no other control characters but line breaks and tabs, no lone surrogate. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text);
}

/** A text field that is not empty: trimmed, NFC, 1 to `max` characters, storable. */
export function textField(field: ValidationChain, max: number): ValidationChain {
  return field
    .isString()
    .withMessage('must be text')
    .bail()
    .isLength({ max: max * 4 })
    .withMessage(`must be at most ${max} characters`)
    .bail()
    .custom(isStorableText)
    .withMessage('must not hold control characters or broken Unicode')
    .bail()
    .customSanitizer((text: string) => text.normalize('NFC').trim())
    .isLength({ min: 1, max })
    .withMessage(`must be 1 to ${max} characters`);
}
