import { z } from 'zod';
import { count, personText, time, timeOrNull, uuid } from './fields.ts';
import { limits } from './limits.ts';

const email = z.string().max(limits.email).meta({ format: 'email', description: 'Stored in lower case.' });
const newPassword = z.string().min(limits.passwordMin).max(limits.passwordMaxBytes).meta({
  description: '8 characters to 72 bytes of UTF-8; common and guessable ones are refused.',
});
const rightPassword = z.string().min(1).max(limits.sentPassword).meta({ description: 'The password of the account.' });
const firstName = personText(limits.personName, 'First name.');
const lastName = personText(limits.personName, 'Last name.');

export const signUp = z.strictObject({ email, password: newPassword, firstName, lastName });
export type SignUpInput = z.infer<typeof signUp>;

export const signIn = z.strictObject({ email, password: rightPassword });
export type SignInInput = z.infer<typeof signIn>;

export const changeNames = z.strictObject({ firstName: firstName.exactOptional(), lastName: lastName.exactOptional() });
export type ChangeNamesInput = z.infer<typeof changeNames>;

/** The rules for the new password need the account, so the service applies them. */
export const changePassword = z.strictObject({ currentPassword: rightPassword, newPassword });
export type ChangePasswordInput = z.infer<typeof changePassword>;

/** What cannot be undone asks for the password once more. */
export const confirmPassword = z.strictObject({ password: rightPassword });
export type ConfirmInput = z.infer<typeof confirmPassword>;

export const user = z.object({
  id: uuid.meta({ description: 'Also the `tenant` label in Prometheus.' }),
  email,
  firstName,
  lastName,
  isActive: z.boolean(),
  isOperator: z.boolean().meta({ description: "May see the platform's own metrics." }),
  lastLoginAt: timeOrNull,
  createdAt: time,
  updatedAt: time,
});
export type PresentedUser = z.infer<typeof user>;

export const failedSignIns = z.object({
  count: count.meta({ description: 'Wrong passwords for this account since its last sign-in.' }),
  lastAt: timeOrNull.meta({ description: 'When the last of them was.' }),
});
export type PresentedFailedSignIns = z.infer<typeof failedSignIns>;

export const session = z.object({
  id: uuid,
  isCurrent: z.boolean().meta({ description: 'It is the one that asks.' }),
  inBrowser: z.boolean().meta({ description: 'A browser keeps it in its cookie; it also ends for inactivity.' }),
  browser: z.string().nullable().meta({ description: 'As far as its User-Agent tells, e.g. `Firefox` or `curl`.' }),
  operatingSystem: z.string().nullable().meta({ description: 'Likewise, e.g. `Windows`.' }),
  addressRange: z
    .string()
    .meta({ description: 'Where it was begun: the /24 of an IPv4 address, the /56 of an IPv6 address.' }),
  createdAt: time,
  lastSeenAt: time.meta({ description: 'To the minute.' }),
  expiresAt: time,
});
export type PresentedSession = z.infer<typeof session>;
