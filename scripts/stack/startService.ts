import { setTimeout as delay } from 'node:timers/promises';
import { type Service, type ServiceSpec, spawnService } from './service.ts';

/** What the caller of a starter wants to see of it. Without these a service is silent. */
export interface ServiceHooks {
  /** Called in the tick of the spawn, so that nothing ever runs unrecorded. */
  onSpawn?: (service: Service) => void;
  /** Called when it has become ready. */
  onReady?: (service: Service) => void;
  /** Each line of stdout and stderr. */
  onLine?: (name: string, line: string) => void;
  /** Once aborted nothing more is spawned. What already runs is stopped by the one who aborted. */
  signal?: AbortSignal;
}

/** Asked again and again with all lines printed so far; a rejection counts as "not yet". */
export type ReadinessProbe = (lines: readonly string[]) => boolean | Promise<boolean>;

/** A loaded computer needed 9 s for what takes 0.5 s on a quiet one, so the limit is generous. */
const READY_WITHIN_MS = 60_000;

/** A service that did not become ready; the message ends with its last lines. */
export class ServiceFailure extends Error {
  override name = 'ServiceFailure';
}

/** Spawns a service and resolves once it is ready. When it exits first, or takes over 60 s, it is killed and this throws. */
export async function startService(
  spec: ServiceSpec,
  probe: ReadinessProbe,
  hooks: ServiceHooks = {},
): Promise<Service> {
  hooks.signal?.throwIfAborted();
  const lines: string[] = [];
  let isStarting = true;
  const service = spawnService(spec, (line) => {
    if (isStarting) lines.push(line);
    hooks.onLine?.(spec.name, line);
  });
  hooks.onSpawn?.(service);

  let ended: string | undefined;
  void service.exited.then((how) => {
    ended = how;
  });
  const deadline = Date.now() + READY_WITHIN_MS;
  while (ended === undefined && Date.now() < deadline) {
    if (await answers(probe, lines)) {
      isStarting = false;
      hooks.onReady?.(service);
      return service;
    }
    await Promise.race([service.exited, delay(50)]);
  }
  const why = ended === undefined ? `was not ready within ${READY_WITHIN_MS / 1000} s` : `ended too early (${ended})`;
  await service.kill();
  throw new ServiceFailure([`${spec.name} ${why}`, ...service.recentLines().slice(-15)].join('\n    '));
}

async function answers(probe: ReadinessProbe, lines: readonly string[]): Promise<boolean> {
  try {
    return await probe(lines);
  } catch {
    return false;
  }
}

/** A probe: the address itself answers 200 within a second. */
export function answersOk(url: string): ReadinessProbe {
  return async () => {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.status === 200;
  };
}
