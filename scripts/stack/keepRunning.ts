import { setTimeout as delay } from 'node:timers/promises';
import type { Progress } from './progress.ts';
import type { Service } from './service.ts';
import type { ServiceHooks } from './startService.ts';

export interface KeepRunningOptions {
  /** Starts it once more, at the address that the others know, and resolves when it is ready. */
  startAgain: () => Promise<Service>;
  progress: Progress;
  /** Once aborted nothing is started again. */
  signal: AbortSignal | undefined;
  /** What its absence means for the user, as a part of a sentence. */
  meanwhile: string;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A service that ran this long was well: its next death counts as the first. */
const STEADY_MS = 30_000;
/** So many deaths in a row are no accident: then its log is shown. */
const SHOW_LOG_AT = 3;

interface Death {
  /** A phrase with the service's name. */
  readonly what: string;
  readonly lastLines: readonly string[];
  /** From ready to the end; 0 when it was never ready. */
  readonly ranForMs: number;
}

/**
 * Starts a service that the others can do without again whenever it ends: after a second, then after twice as long each time, up to 30 s.
 * Each death is reported, the third in a row with the last lines of its log. Never rejects; resolves when everything stops.
 */
export async function keepRunning(first: Service, options: KeepRunningOptions): Promise<void> {
  const { signal } = options;
  let running = Promise.resolve(first);
  let deaths = 0;
  for (;;) {
    const death = await endOf(running);
    if (signal?.aborted) return;
    deaths = death.ranForMs < STEADY_MS ? deaths + 1 : 1;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (deaths - 1));
    report(death, deaths, pauseMs, options);
    await delay(pauseMs, undefined, { ...(signal && { signal }) }).catch(() => {});
    if (signal?.aborted) return;
    running = startAgain(options);
  }
}

/** The same hooks for a service whose end is not the end of all. */
export function withoutDeathReport(hooks: ServiceHooks): ServiceHooks {
  const { onReady: _reportsDeath, ...others } = hooks;
  return others;
}

async function startAgain(options: KeepRunningOptions): Promise<Service> {
  const service = await options.startAgain();
  options.progress.say(`${service.name} runs again`);
  return service;
}

/** Resolves when the service has ended, or could not be started. */
async function endOf(running: Promise<Service>): Promise<Death> {
  try {
    const service = await running;
    const readyAtMs = performance.now();
    const how = await service.exited;
    const ranForMs = performance.now() - readyAtMs;
    return { what: `${service.name} died (${how})`, lastLines: service.recentLines().slice(-15), ranForMs };
  } catch (error) {
    // The message of a ServiceFailure goes on with the last lines.
    const [what = '', ...lastLines] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { what, lastLines: lastLines.map((line) => line.trim()), ranForMs: 0 };
  }
}

function report(death: Death, deaths: number, pauseMs: number, { progress, meanwhile }: KeepRunningOptions): void {
  const next = `started again in ${pauseMs / 1_000} s; ${meanwhile}`;
  if (deaths !== SHOW_LOG_AT) {
    progress.warn(`${death.what}, and is ${next}`);
    return;
  }
  const its = death.lastLines.length === 0 ? 'It printed nothing.' : 'Its last lines:';
  const lines = death.lastLines.map((line) => `\n    ${line}`).join('');
  progress.warn(`${death.what}, for the ${SHOW_LOG_AT}rd time in a row, and is ${next}. ${its}${lines}`);
}
