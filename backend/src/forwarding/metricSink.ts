/** What a sink says of its process. */
export interface SinkStatus {
  /** When the process started, in its own words; a new one means that everything it held is gone. */
  readonly startTime: string;
}

/**
 * How a push ended:
 * - done: the sink has it;
 * - refused: the sink has said no, and holds what it held before;
 * - not_sent: nothing left this process;
 * - unknown: it may have been applied, now or later.
 */
export type PushOutcome = 'done' | 'refused' | 'not_sent' | 'unknown';

/** Where totals go: holds one body per tenant, replaced whole. */
export interface MetricSink {
  readonly url: string;
  /** @throws when the sink does not answer, or is not fit for use */
  status(): Promise<SinkStatus>;
  /**
   * Replaces all that the sink holds of a tenant.
   * @param body Prometheus text exposition format 0.0.4, at least one sample
   * @param deadlineMs monotonic (`performance.now()`); nothing is begun or continued after it
   */
  put(tenantId: string, body: string, deadlineMs: number): Promise<PushOutcome>;
  /** Removes all that the sink holds of a tenant; done as well when there was nothing. */
  delete(tenantId: string, deadlineMs: number): Promise<PushOutcome>;
}
