/** A fault of one field of a request, as the API reports it; `path` is e.g. `body.email`. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

/** The API answered with a problem (RFC 9457); the message is its detail, written for people. */
export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly faults: readonly FieldFault[] = [],
  ) {
    super(detail);
  }
}

/** The API did not answer, or not as agreed; the message is for people. */
export class UnreachableError extends Error {
  override name = 'UnreachableError';
}

/** What a page shows is not there any more and will not come back; the message is for people. */
export class DeletedError extends Error {
  override name = 'DeletedError';
}

/** Whether the API answers, but has no Prometheus to ask: totals are live all the same. */
export function isWithoutPrometheus(error: unknown): boolean {
  return error instanceof ApiError && error.status === 503;
}

/** Whether work ended because its page was left: nobody is there to be told. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** What to tell a person about a failure. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError || error instanceof UnreachableError || error instanceof DeletedError)
    return error.message;
  return 'This page has a fault. Reload it; if it happens again, tell whoever runs this platform.';
}
