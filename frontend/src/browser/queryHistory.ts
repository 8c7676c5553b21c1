import { storedName } from './address.ts';

const MAX_QUERIES = 20;

/** The last queries of one account in this browser. */
export interface QueryHistory {
  /** The newest first. */
  list(): string[];
  /** Puts a query first; one that is there already is moved. */
  add(query: string): void;
  clear(): void;
}

export function queryHistory(userId: string): QueryHistory {
  const name = storedName(`queries.${userId}`);
  const list = () => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(name) ?? '[]');
      return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
    } catch {
      return [];
    }
  };
  return {
    list,
    add(query) {
      const queries = [query, ...list().filter((one) => one !== query)].slice(0, MAX_QUERIES);
      try {
        localStorage.setItem(name, JSON.stringify(queries));
      } catch {
        // The storage is full: the query has run all the same.
      }
    },
    clear: () => localStorage.removeItem(name),
  };
}
