import { TooManyRequestsError } from '../../errors.ts';

/**
 * How many requests are on their way to Grafana at once. Each holds up to a quarter of a MiB while its reader is slow, so their number
 * bounds what strangers, and what one account, can make this process hold.
 */
export interface ForwardSlots {
  hasRoomForStrangers(): boolean;
  /**
   * @param userId undefined: nobody has signed in; all of these share one bound
   * @returns gives the slot back; may be called once
   * @throws TooManyRequestsError when there are too many already
   */
  take(userId: string | undefined): () => void;
}

export const maxForStrangers = 64;
/** Behind a proxy that speaks HTTP/2 a browser asks for a hundred files at once. */
export const maxForUser = 128;
const retryAfterSeconds = 2;

export function createForwardSlots(): ForwardSlots {
  const taken = new Map<string | undefined, number>();
  return {
    hasRoomForStrangers: () => (taken.get(undefined) ?? 0) < maxForStrangers,
    take(userId) {
      const count = taken.get(userId) ?? 0;
      if (count >= (userId === undefined ? maxForStrangers : maxForUser)) {
        throw new TooManyRequestsError('Too many requests to Grafana are under way.', retryAfterSeconds);
      }
      taken.set(userId, count + 1);
      return () => {
        const left = (taken.get(userId) ?? 1) - 1;
        if (left > 0) taken.set(userId, left);
        else taken.delete(userId);
      };
    },
  };
}
