import type { TestPlatform, TestTenant } from '../../backend/src/testing/testPlatform.ts';

/** A metric as the API has it; undefined when there is none of this id. */
export async function readMetric(
  server: TestPlatform,
  { token }: TestTenant,
  id: string,
): Promise<Record<string, unknown> | undefined> {
  const path = `/api/v1/metric-configs/${id}`;
  const { body } = await server.call<{ metricConfig?: Record<string, unknown> }>('GET', path, { token });
  return body.metricConfig;
}
