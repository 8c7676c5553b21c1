/** Runs one migration's SQL; several statements may stand in one text. */
export type RunSql = (sql: string) => Promise<void>;

/** A change of the schema. Applied in the order of the list; `down` undoes `up`. Both run in a transaction of their own. */
export interface Migration {
  readonly name: string;
  up(run: RunSql): Promise<void>;
  down(run: RunSql): Promise<void>;
}
