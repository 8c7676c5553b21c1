import { createHmac, timingSafeEqual } from 'node:crypto';

/** A key that signs the tokens of pages; tokens name it by `id`. */
export interface TokenSigningKey {
  readonly id: string;
  readonly secret: Buffer;
}

/** HMAC-SHA-256 cut to 128 bits (RFC 2104, section 5), in base64url: 22 characters. */
export function signText(text: string, key: TokenSigningKey): string {
  return createHmac('sha256', key.secret).update(text).digest().subarray(0, 16).toString('base64url');
}

/** Compares two tokens, as whole texts, in constant time. */
export function tokensMatch(sent: string, expected: string): boolean {
  const [one, other] = [Buffer.from(sent), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
