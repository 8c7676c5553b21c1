import { type Preferred, startOnFreePort } from './ports.ts';
import { listensAndAnswers, warningsOnly } from './prometheusLog.ts';
import type { Service } from './service.ts';
import { type ServiceHooks, startService } from './startService.ts';

export interface PushgatewayOptions {
  binary: string;
  /** Arguments this build needs, as the provisioner gives them. */
  args?: string[];
  /** Default: any free one. When taken, the next free one. */
  port?: Preferred;
  /** Off in our stacks, because with it a push costs more the more is stored; on in tests. */
  consistencyCheck: boolean;
}

export interface PushgatewayService extends Service {
  port: number;
  url: string;
}

/** Starts an empty Pushgateway on 127.0.0.1 that keeps nothing on disk, and resolves when it is ready. */
export function startPushgateway(options: PushgatewayOptions, hooks: ServiceHooks = {}): Promise<PushgatewayService> {
  return startOnFreePort(options.port, (port) => startPushgatewayOn(port, options, hooks));
}

/** The same on this port and no other; throws when it is taken. */
export async function startPushgatewayOn(
  port: number,
  options: PushgatewayOptions,
  hooks: ServiceHooks = {},
): Promise<PushgatewayService> {
  const url = `http://127.0.0.1:${port}`;
  const args = [
    ...(options.args ?? []),
    `--web.listen-address=127.0.0.1:${port}`,
    // Explicitly empty: Debian's build has one file for all gateways of the host as its default.
    '--persistence.file=',
    ...(options.consistencyCheck ? [] : ['--push.disable-consistency-check']),
  ];
  const spec = { name: 'pushgateway', command: options.binary, args };
  const service = await startService(spec, listensAndAnswers(`${url}/-/ready`), warningsOnly(hooks));
  return { ...service, port, url };
}
