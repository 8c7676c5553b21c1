import pg from 'pg';

type Callback = (error: unknown, result?: unknown) => void;

const beginning = /^\s*(begin|start\s+transaction)\b/i;

/**
 * A client for a pooler in transaction mode, where each transaction may run in another session of Postgres. So nothing may outlive a
 * transaction: statements lose their names, and the settings are made inside every transaction. A statement outside of one gets one of
 * its own, which costs two round trips more. Both pg's pool and Sequelize take this class in place of `pg.Client`, so the code that
 * makes queries is the same with a pooler and without.
 * @param settings SQL that makes the settings for one transaction
 */
export function transactionClientClass(settings: string): typeof pg.Client {
  return class TransactionClient extends pg.Client {
    /** Statements of one connection run one after another; those that come meanwhile wait here. */
    private last: Promise<unknown> = Promise.resolve();
    /** The rollback after a failure: who asked hears of the failure at once, the next statement waits. */
    private undoing: Promise<unknown> = Promise.resolve();

    // pg's own signature has an overload for each form; all of them come here.
    override query(...given: unknown[]): never {
      const callback = typeof given.at(-1) === 'function' ? (given.at(-1) as Callback) : undefined;
      const query = unnamed(given[0], given[1]);
      const result = this.last.then(() => this.run(query));
      this.last = result.catch(() => {});
      if (callback === undefined) return result as never;
      result.then(
        (rows) => callback(null, rows),
        (error: unknown) => callback(error),
      );
      return undefined as never;
    }

    private async run(query: pg.QueryConfig): Promise<unknown> {
      await this.undoing;
      if (this.getTransactionStatus() !== 'I') return super.query(query);
      const isBeginning = beginning.test(query.text);
      const begin = isBeginning ? query.text.replace(/;\s*$/, '') : 'begin';
      try {
        await super.query(`${begin}; ${settings}`);
        if (isBeginning) return { command: 'BEGIN', rowCount: null, rows: [], fields: [] };
        const result = await super.query(query);
        await super.query('commit');
        return result;
      } catch (error) {
        // On a connection that broke this fails, too; its owner closes it.
        this.undoing = super.query('rollback').catch(() => {});
        throw error;
      }
    }
  };
}

/** A named statement would be looked for in a session that has never heard of it. */
function unnamed(query: unknown, values: unknown): pg.QueryConfig {
  if (typeof query === 'string') return { text: query, ...(Array.isArray(values) && { values }) };
  const { name: _name, ...rest } = query as pg.QueryConfig;
  return { ...rest, ...(Array.isArray(values) && { values }) };
}
