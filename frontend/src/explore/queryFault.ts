/** What is wrong with a query, and where, if that is known. */
export interface QueryFault {
  readonly message: string;
  /** Characters before it; absent when the fault has no place in the text. */
  readonly from?: number;
}

/**
 * Reads where a refusal says that the fault is. "At character 7" is a place in the text as it was written. A line and column from Prometheus
 * are not: they belong to the text that the API has made of it, and are left out.
 */
export function faultOf(message: string, query: string): QueryFault {
  const character = /\bat character (\d+)/.exec(message)?.[1];
  if (character === undefined) return { message: message.replace(/\b\d+:\d+: (?=parse error)/, '') };
  return { message, from: Math.min(Math.max(Number(character) - 1, 0), query.length) };
}
