import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isAlive, type ProcessIdentity } from './processIdentity.ts';

/** What runs on a local directory: run.json. It is the lock of the directory and the list of what a kill -9 leaves. */
export interface RunRecord {
  launcher: ProcessIdentity;
  /** Where the product answers; absent while it starts. */
  url?: string;
  services: (ProcessIdentity & { name: string })[];
}

/** Another launcher runs on the directory. */
export class AlreadyRunning extends Error {
  override name = 'AlreadyRunning';
  constructor(record: RunRecord, localDir: string) {
    const where = record.url === undefined ? 'and is still starting' : `at ${record.url}`;
    super(
      `already running ${where} (pid ${record.launcher.pid}, data in ${localDir}); stop it with: kill ${record.launcher.pid}`,
    );
  }
}

/** After taking a dead launcher's place: a rival that did the same within this time is seen. */
const SETTLE_MS = 150;

/** The claim on a local directory. Every change is on disk when the call returns. */
export class RunFile {
  readonly #path: string;
  #record: RunRecord;

  private constructor(path: string, record: RunRecord) {
    this.#path = path;
    this.#record = record;
  }

  /**
   * Claims the directory for this process. Throws AlreadyRunning when a live launcher holds it. What a dead one left
   * behind stays on the list until `forget`, so it is found again should this process be killed too.
   */
  static async claim(localDir: string): Promise<RunFile> {
    const path = join(localDir, 'run.json');
    const launcher = identify(process.pid) ?? { pid: process.pid, startedAt: 'unknown' };
    const fresh = new RunFile(path, { launcher, services: [] });
    const temporary = fresh.#write(`${path}.${process.pid}`);
    try {
      linkSync(temporary, path);
      return fresh;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(temporary, { force: true });
    }
    const previous = read(path);
    if (previous !== undefined && isAlive(previous.launcher)) throw new AlreadyRunning(previous, localDir);
    const heir = new RunFile(path, { launcher, services: previous?.services ?? [] });
    heir.#save();
    await delay(SETTLE_MS);
    const winner = read(path);
    if (winner !== undefined && winner.launcher.pid !== process.pid) throw new AlreadyRunning(winner, localDir);
    return heir;
  }

  /** Services on the list that still run. */
  get survivors(): RunRecord['services'] {
    return this.#record.services.filter(isAlive);
  }

  /** Puts a process on the list; one that has already ended is left out. */
  add(name: string, pid: number): void {
    const identity = identify(pid);
    if (identity === undefined) return;
    this.#record.services.push({ name, ...identity });
    this.#save();
  }

  forget(pid: number): void {
    this.#record.services = this.#record.services.filter((service) => service.pid !== pid);
    this.#save();
  }

  publish(url: string): void {
    this.#record = { ...this.#record, url };
    this.#save();
  }

  /** Gives the directory back. */
  release(): void {
    rmSync(this.#path, { force: true });
  }

  #save(): void {
    renameSync(this.#write(`${this.#path}.${process.pid}`), this.#path);
  }

  #write(path: string): string {
    writeFileSync(path, `${JSON.stringify(this.#record, null, 2)}\n`, { mode: 0o600 });
    return path;
  }
}

function read(path: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}
