import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { LRUCache } from 'lru-cache';

/** A script in the forms in which it travels. */
export interface ScriptFile {
  /** Weak: it stands for all forms (RFC 9110, section 8.8.3). */
  readonly etag: string;
  /** By content coding. */
  readonly forms: Readonly<Record<ScriptCoding, Buffer>>;
}

/** The smallest first. */
export const scriptCodings = ['br', 'gzip', 'identity'] as const;
export type ScriptCoding = (typeof scriptCodings)[number];

const maxBytes = 8 * 1024 * 1024;

/** Compresses each script once, as long as it is among the latest in 8 MiB: some 400. */
export function createScriptFiles(): (script: string) => ScriptFile {
  const files = new LRUCache<string, ScriptFile>({
    maxSize: maxBytes,
    sizeCalculation: ({ forms }) => 500 + Object.values(forms).reduce((sum, { length }) => sum + length, 0),
  });
  return (script) => {
    const digest = createHash('sha256').update(script).digest('base64url').slice(0, 22);
    const known = files.get(digest);
    if (known) return known;
    const identity = Buffer.from(script);
    // Brotli's own default is its best, slowest quality.
    const forms = { br: brotliCompressSync(identity), gzip: gzipSync(identity, { level: 9 }), identity };
    const file: ScriptFile = { etag: `W/"${digest}"`, forms };
    files.set(digest, file);
    return file;
  };
}
