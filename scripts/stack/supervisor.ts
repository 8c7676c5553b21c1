import type { RunFile } from './runFile.ts';
import type { Service } from './service.ts';
import type { ServiceHooks } from './startService.ts';

/** All of it is over within this time; SIGKILL included. */
const STOP_WITHIN_MS = 8_000;
/** What every service that is stopped later is sure to get. */
const RESERVED_MS = 700;

/** The services of one stack in the order they were started: watches, records and stops them. */
export class Supervisor {
  /** Resolves with the first service that was ready and then ended although nobody asked it to; `keepRunning` reports its own. */
  readonly died: Promise<Service>;
  /** Aborted as soon as all are to be stopped. */
  readonly signal: AbortSignal;
  /** Give these to every starter. */
  readonly hooks: ServiceHooks;
  readonly #services: Service[] = [];
  readonly #abort = new AbortController();

  constructor(runFile: RunFile, onLine: (name: string, line: string) => void) {
    let reportDeath: (service: Service) => void;
    this.died = new Promise((resolve) => {
      reportDeath = resolve;
    });
    this.signal = this.#abort.signal;
    this.hooks = {
      onLine,
      signal: this.signal,
      onSpawn: (service) => {
        this.#services.push(service);
        runFile.add(service.name, service.pid);
        void service.exited.then(() => {
          this.#services.splice(this.#services.indexOf(service), 1);
          runFile.forget(service.pid);
        });
      },
      onReady: (service) => {
        void service.exited.then(() => {
          if (!this.signal.aborted) reportDeath(service);
        });
      },
    };
  }

  /** Stops all, last started first, each within what is left of the time; nothing is started any more. */
  async stopAll(): Promise<void> {
    this.#abort.abort(new Error('stopping'));
    const deadline = Date.now() + STOP_WITHIN_MS;
    for (const service of [...this.#services].reverse()) {
      const others = this.#services.indexOf(service);
      await service.stop(Math.max(RESERVED_MS, deadline - Date.now() - others * RESERVED_MS));
    }
  }

  /** SIGKILL to all at once. */
  async killAll(): Promise<void> {
    this.#abort.abort(new Error('stopping'));
    await Promise.all(this.#services.map((service) => service.kill()));
  }
}
