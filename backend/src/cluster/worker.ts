import { AggregatorRegistry, type Registry } from 'prom-client';
import { type ClusterMessage, readMessage } from './messages.ts';

/** What a worker can ask of the primary process. */
export interface WorkerLink {
  /** Makes this process answer when the primary collects metrics. */
  share(registry: Registry): void;
  /** The metrics of all workers together, as text. @throws when they cannot be had */
  readAllMetrics(): Promise<string>;
}

/** @param onStop the primary asks this process to stop, or is gone */
export function linkToPrimary(onStop: (reason: string) => void): WorkerLink {
  const waiting = new Map<number, (text: string | undefined) => void>();
  let requests = 0;
  // Answers the primary's requests from now on, with nothing until there is a registry.
  AggregatorRegistry.setRegistries([]);
  new AggregatorRegistry();

  process.on('message', (message: unknown) => {
    const read = readMessage(message);
    if (read?.type === 'uvp:stop') onStop('asked by the primary process');
    if (read?.type === 'uvp:metrics') waiting.get(read.requestId)?.(read.text);
  });
  process.once('disconnect', () => onStop('the primary process is gone'));

  return {
    share: (registry) => AggregatorRegistry.setRegistries([registry]),
    async readAllMetrics() {
      requests += 1;
      const requestId = requests;
      const wanted: ClusterMessage = { type: 'uvp:metrics-wanted', requestId };
      const text = await new Promise<string | undefined>((resolve) => {
        waiting.set(requestId, resolve);
        process.send?.(wanted);
      });
      waiting.delete(requestId);
      if (text === undefined) throw new Error('the primary process could not collect the metrics of all workers');
      return text;
    },
  };
}
