/** A bound in bytes over many holders. */
export interface ByteBudget {
  /** What is held now. */
  held(): number;
  open(): Reservation;
}

/** What one holder has of a budget. */
export interface Reservation {
  /** False when the budget has not that much left; nothing is taken then. */
  take(bytes: number): boolean;
  /** Gives everything back; after that nothing can be taken. */
  close(): void;
}

export function createByteBudget(maxBytes: number): ByteBudget {
  let total = 0;
  return {
    held: () => total,
    open() {
      let own = 0;
      let isOpen = true;
      return {
        take(bytes) {
          if (!isOpen || total + bytes > maxBytes) return false;
          total += bytes;
          own += bytes;
          return true;
        },
        close() {
          total -= own;
          own = 0;
          isOpen = false;
        },
      };
    },
  };
}
