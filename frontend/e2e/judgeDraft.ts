import { validationResult } from 'express-validator';
import { definitionFaults, newDefinition } from '../../backend/src/api/metric-configs/definition.ts';
import { createMetricConfigChains } from '../../backend/src/api/metric-configs/metric-configs.validators.ts';
import type { MetricConfigInput } from '../../backend/src/contract/metricConfigs.ts';
import type { MetricDraft } from '../src/metric/metricDraft.ts';

/** What the API would say against a new metric. */
export async function judgeDraft(draft: MetricDraft): Promise<unknown[]> {
  const req = { body: structuredClone(draft) };
  for (const chain of createMetricConfigChains()) await chain.run(req);
  return [...validationResult(req).array(), ...definitionFaults(newDefinition(draft as unknown as MetricConfigInput))];
}
