import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSecrets } from './secrets.ts';

let directory: string;
const file = () => join(directory, 'secrets.json');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'uvp-secrets-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('loadSecrets', () => {
  it('makes them once, readable by the owner only', () => {
    const secrets = loadSecrets(directory);
    expect(loadSecrets(directory)).toEqual(secrets);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(new Set(Object.values(secrets)).size).toBe(7);
    expect(Buffer.from(secrets.jwtSecret, 'base64url')).toHaveLength(48);
    expect(Buffer.from(secrets.browserTokenKeys.replace(/^k1:/, ''), 'base64url')).toHaveLength(32);
  });

  it('closes a file that others may read, and adds what an older version did not have', () => {
    writeFileSync(file(), JSON.stringify({ jwtSecret: 'kept' }));
    chmodSync(file(), 0o644);
    expect(loadSecrets(directory)).toMatchObject({
      jwtSecret: 'kept',
      postgresPassword: expect.stringMatching(/^[\w-]{32}$/),
    });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(loadSecrets(directory));
  });

  it('does not replace a file it cannot read, nor quote it', () => {
    writeFileSync(file(), '{"jwtSecret": "half');
    expect(() => loadSecrets(directory)).toThrow(/secrets\.json is not a JSON object/);
    expect(() => loadSecrets(directory)).not.toThrow(/half/);
    expect(readFileSync(file(), 'utf8')).toBe('{"jwtSecret": "half');
  });
});
