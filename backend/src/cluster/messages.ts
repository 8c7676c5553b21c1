import { z } from 'zod';

/** What a worker says to the primary process, and the other way round. prom-client's own messages go over the same channel. */
export const clusterMessage = z.discriminatedUnion('type', [
  /** Worker to primary: the metrics of all workers, please. */
  z.object({ type: z.literal('uvp:metrics-wanted'), requestId: z.number() }),
  /** Primary to worker; `text` is missing when some worker did not answer in time. */
  z.object({ type: z.literal('uvp:metrics'), requestId: z.number(), text: z.string().optional() }),
  /** Primary to worker: end what is under way, then exit. */
  z.object({ type: z.literal('uvp:stop') }),
]);
export type ClusterMessage = z.infer<typeof clusterMessage>;

/** Undefined for messages that are not ours. */
export function readMessage(message: unknown): ClusterMessage | undefined {
  return clusterMessage.safeParse(message).data;
}
