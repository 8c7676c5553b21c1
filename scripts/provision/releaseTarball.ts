import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeWebStream } from 'node:stream/web';
import { runCommand } from './runCommand.ts';

export interface Release {
  name: 'prometheus' | 'pushgateway';
  version: string;
}

const DOWNLOAD_WITHIN_MS = 600_000;

/**
 * Downloads a release of the Prometheus project, checks it and unpacks its files into `into`. The expected SHA-256 is
 * the one in the release's own sha256sums.txt, fetched over https from the same place: that proves an undamaged
 * download, and trusts the project's release page. Known sums are not written down here.
 */
export async function unpackRelease(release: Release, into: string, signal?: AbortSignal): Promise<void> {
  const stem = `${release.name}-${release.version}.${goPlatform()}`;
  const base = `https://github.com/prometheus/${release.name}/releases/download/v${release.version}`;
  const sums = await (await download(`${base}/sha256sums.txt`, 20_000, signal)).text();
  const expected = findSum(sums, `${stem}.tar.gz`);
  if (expected === undefined) throw new Error(`${base}/sha256sums.txt does not list ${stem}.tar.gz`);

  const archive = join(into, 'release.tar.gz');
  const { body } = await download(`${base}/${stem}.tar.gz`, DOWNLOAD_WITHIN_MS, signal);
  if (body === null) throw new Error(`${base}/${stem}.tar.gz is empty`);
  await pipeline(Readable.fromWeb(body as NodeWebStream), createWriteStream(archive));
  const actual = await sha256(archive);
  if (actual !== expected) throw new Error(`${stem}.tar.gz has SHA-256 ${actual}, its release says ${expected}`);
  await runCommand('tar', ['-xzf', archive, '-C', into, '--strip-components=1'], signal ? { signal } : {});
  await rm(archive);
}

/** The sum of one file in the format of sha256sum(1). */
export function findSum(sums: string, file: string): string | undefined {
  const line = sums.split('\n').find((candidate) => candidate.trim().replace(/^\S+\s+\*?/, '') === file);
  const sum = line?.trim().split(/\s+/)[0];
  return sum !== undefined && /^[0-9a-f]{64}$/.test(sum) ? sum : undefined;
}

function goPlatform(): string {
  const architectures: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };
  const architecture = architectures[process.arch];
  if (architecture === undefined || (process.platform !== 'linux' && process.platform !== 'darwin')) {
    throw new Error(`there is no release for ${process.platform} on ${process.arch}`);
  }
  return `${process.platform}-${architecture}`;
}

async function download(url: string, withinMs: number, signal?: AbortSignal): Promise<Response> {
  const limit = AbortSignal.timeout(withinMs);
  const response = await fetch(url, { signal: signal === undefined ? limit : AbortSignal.any([signal, limit]) }).catch(
    (error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw new Error(`${new URL(url).host} cannot be reached: ${cause instanceof Error ? cause.message : cause}`);
    },
  );
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
