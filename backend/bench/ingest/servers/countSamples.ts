/** A hand-written check, as cheap as one can be that still looks at every field. Returns how many samples there are. */
export function countSamples(body: unknown): number {
  const { metrics } = body as { metrics?: unknown };
  if (!Array.isArray(metrics) || metrics.length === 0 || metrics.length > 1000) throw new Error('not a batch');
  for (const sample of metrics) {
    const { name, value, labels } = sample as { name?: unknown; value?: unknown; labels?: Record<string, unknown> };
    if (typeof name !== 'string' || typeof value !== 'number' || typeof labels !== 'object') {
      throw new Error('not a sample');
    }
    for (const label of Object.values(labels)) if (typeof label !== 'string') throw new Error('not a label');
  }
  return metrics.length;
}
