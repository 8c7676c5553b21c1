import type { Logger } from '../logger.ts';

/**
 * Logs the outages of something that is tried every few seconds: a warning with the error when one begins, a line when it is over, and
 * nothing in between, also when the error changes. While Postgres is away, its errors differ from one attempt to the next.
 */
export interface OutageLog {
  failed(error: unknown): void;
  worked(): void;
}

export function createOutageLog(logger: Logger, texts: { readonly fails: string; readonly works: string }): OutageLog {
  let isFailing = false;
  return {
    failed(error) {
      if (!isFailing) logger.warn(texts.fails, { error });
      isFailing = true;
    },
    worked() {
      if (isFailing) logger.info(texts.works);
      isFailing = false;
    },
  };
}
