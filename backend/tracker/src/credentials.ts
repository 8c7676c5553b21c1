import type { Credentials } from './placeholders.ts';

export const credentials: Credentials = __UVP_CREDENTIALS__;
