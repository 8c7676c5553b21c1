import { hash, randomInt, timingSafeEqual } from 'node:crypto';
import { crc32 } from './crc32.ts';

/** A new key pair. `apiSecret` is for its owner's eyes, once; the rest is stored. */
export interface NewApiKey {
  /** Public id: `mk_` and 20 base62 characters (119 bits). */
  readonly apiKey: string;
  /** `ms_live_`, 43 base62 characters (256 bits) and 6 of CRC-32, which lets scanners and typos be told apart. */
  readonly apiSecret: string;
  /** SHA-256 of the secret, hex. Enough for 256 random bits: OWASP ASVS 5.0, 6.5.2. */
  readonly secretHash: string;
  readonly secretLast4: string;
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const keyShape = /^mk_[0-9A-Za-z]{20}$/;
const secretShape = /^ms_live_[0-9A-Za-z]{49}$/;

function randomBase62(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(62)]).join('');
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < 6; i += 1) {
    digits = alphabet[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

export function generateApiKey(): NewApiKey {
  const body = `ms_live_${randomBase62(43)}`;
  const apiSecret = body + checksum(body);
  return {
    apiKey: `mk_${randomBase62(20)}`,
    apiSecret,
    secretHash: hashSecret(apiSecret),
    secretLast4: apiSecret.slice(-4),
  };
}

/** SHA-256, hex. */
export function hashSecret(apiSecret: string): string {
  return hash('sha256', apiSecret, 'hex');
}

/** True for text that could be a public key id of ours. */
export function isKeyShaped(text: string): boolean {
  return keyShape.test(text);
}

/** True for text that could be a secret of ours: right shape and right checksum. */
export function isSecretShaped(text: string): boolean {
  return secretShape.test(text) && checksum(text.slice(0, -6)) === text.slice(-6);
}

/** Compares a secret with the stored hash in constant time. */
export function secretMatches(apiSecret: string, secretHash: string): boolean {
  return hashesMatch(hashSecret(apiSecret), secretHash);
}

/** Compares two hashes, hex, in constant time. */
export function hashesMatch(given: string, stored: string): boolean {
  return given.length === stored.length && timingSafeEqual(Buffer.from(given, 'latin1'), Buffer.from(stored, 'latin1'));
}
