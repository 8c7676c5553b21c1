/** One sample, as the client library takes it. */
export interface DemoSample {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** A sample and when it is taken; epoch milliseconds. */
export interface TimedSample extends DemoSample {
  readonly atMs: number;
}
