import { createECDH, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Signs what Grafana is told about the person; Grafana holds the public half. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo, the form that Grafana's `key_file` wants. */
  readonly publicPem: string;
}

/** Order of the group of P-256: https://csrc.nist.gov/pubs/sp/800/186/final, 3.2.1.3. */
const groupOrder = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/**
 * The ES256 key pair that belongs to a secret: the same one for every replica and after every restart, because Grafana reads its half
 * once, when it starts. HKDF (RFC 5869), then the scalar from more bits than needed, as in FIPS 186-5, A.2.1.
 */
export function deriveSigningKey(secret: string): SigningKey {
  const wide = Buffer.from(hkdfSync('sha256', secret, '', 'uvp grafana sign-in key', 48));
  const scalar = (BigInt(`0x${wide.toString('hex')}`) % (groupOrder - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const privateKey = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: d.toString('base64url'),
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33, 65).toString('base64url'),
    },
  });
  const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  return { privateKey, publicPem };
}

/**
 * Leaves the public half of the secret's key where Grafana reads it when it starts, so this must happen before. A reader sees the old
 * file or the new one, never a part.
 */
export function writePublicKey(secret: string, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, deriveSigningKey(secret).publicPem, { mode: 0o644 });
  renameSync(temporary, file);
}
