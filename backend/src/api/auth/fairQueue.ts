/** Whose work it is: the work of one address, and the work for one account, take turns with everybody else's. */
export interface Requester {
  readonly address: string;
  readonly account: string;
}

/**
 * A queue in which nobody's work delays another's by more than a turn, however much of it there is: self-clocked fair queueing
 * (S. J. Golestani, A self-clocked fair queueing scheme for broadband applications, INFOCOM 1994) with two keys a piece of work. Work
 * is served in the order of its turn, and its turn comes one after the last turn that its address or its account waits for.
 */
export interface FairQueue<T> {
  readonly size: number;
  /**
   * Adds work, or says what there is no room for: that work itself when its address or its account has its share waiting already,
   * or in a full queue the work whose turn comes last. Undefined when all has found room.
   */
  add(work: T, requester: Requester): T | undefined;
  /** The work whose turn it is. */
  take(): T | undefined;
  /** Empties the queue. */
  clear(): T[];
}

interface Waiting<T> extends Requester {
  readonly work: T;
  readonly turn: number;
}

export function createFairQueue<T>(limits: { maxSize: number; maxPerKey: number }): FairQueue<T> {
  let waiting: Waiting<T>[] = [];
  let currentTurn = 0;

  return {
    get size() {
      return waiting.length;
    },

    add(work, { address, account }) {
      const ofAddress = waiting.filter((other) => other.address === address);
      const ofAccount = waiting.filter((other) => other.account === account);
      if (Math.max(ofAddress.length, ofAccount.length) >= limits.maxPerKey) return work;
      const lastTurn = Math.max(currentTurn, ...[...ofAddress, ...ofAccount].map(({ turn }) => turn));
      waiting.push({ work, address, account, turn: lastTurn + 1 });
      // Sorting is stable: within a turn the first to come is the first to be served.
      waiting.sort((a, b) => a.turn - b.turn);
      return waiting.length > limits.maxSize ? waiting.pop()?.work : undefined;
    },

    take() {
      const next = waiting.shift();
      if (next) currentTurn = next.turn;
      return next?.work;
    },

    clear() {
      const all = waiting.map(({ work }) => work);
      waiting = [];
      return all;
    },
  };
}
