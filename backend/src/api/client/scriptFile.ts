import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { LRUCache } from 'lru-cache';

/** A script in the forms in which it travels. */
export interface ScriptFile {
  /** Weak: it stands for both forms (RFC 9110, section 8.8.3). */
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
}

const maxBytes = 8 * 1024 * 1024;

/** Compresses each script once, as long as it is among the latest in 8 MiB: some 400. */
export function createScriptFiles(): (script: string) => ScriptFile {
  const files = new LRUCache<string, ScriptFile>({
    maxSize: maxBytes,
    sizeCalculation: ({ plain, gzip }) => plain.length + gzip.length + 500,
  });
  return (script) => {
    const digest = createHash('sha256').update(script).digest('base64url').slice(0, 22);
    const known = files.get(digest);
    if (known) return known;
    const plain = Buffer.from(script);
    const file: ScriptFile = { etag: `W/"${digest}"`, plain, gzip: gzipSync(plain, { level: 9 }) };
    files.set(digest, file);
    return file;
  };
}
