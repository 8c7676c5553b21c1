import type { ApiKey, GeneratedSiteCode } from '../api/apiKeys.ts';
import type { MetricConfig, MetricStats } from '../api/metricConfigs.ts';
import { emptyDraft } from '../metric/metricDraft.ts';

/** Records as the API gives them, each with what a test is about. */

export function buildKey(fields: Partial<ApiKey> = {}): ApiKey {
  return {
    id: 'key-1',
    keyName: 'Shop',
    apiKey: 'mk_0123456789',
    secretHint: 'sk_…cdef',
    previousSecretExpiresAt: null,
    previousSecretLastUsedAt: null,
    allowedOrigins: [],
    createsMetrics: false,
    countRobots: false,
    robotSamples: 0,
    siteTokenVersion: 1,
    previousSiteTokenExpiresAt: null,
    isActive: true,
    lastUsedAt: null,
    expiresAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...fields,
  };
}

export function buildConfig(fields: Partial<MetricConfig> = {}): MetricConfig {
  const name = fields.metricName ?? 'visits';
  const draft = structuredClone(emptyDraft) as Pick<MetricConfig, keyof typeof emptyDraft>;
  return {
    ...draft,
    id: 'metric-1',
    name: 'Visits',
    metricName: name,
    exportedName: fields.metricType === undefined || fields.metricType === 'counter' ? `${name}_total` : name,
    previousTokenExpiresAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...fields,
  };
}

export function buildStats(fields: Partial<MetricStats> = {}): MetricStats {
  return { total: 0, series: 0, lastSampleAt: null, overflowing: false, rejections: [], ...fields };
}

export function buildSiteCode(fields: Partial<GeneratedSiteCode> = {}): GeneratedSiteCode {
  return {
    code: 'uvp();',
    scriptTag: '<script src="https://u.example/site.js"></script>',
    earlyTag: '<script>early()</script>',
    pinnedTag: null,
    snippet: '',
    eventAttributes: '',
    module: 'export {};',
    sizeBytes: 9_000,
    gzipBytes: 4_200,
    metrics: [],
    ...fields,
  };
}
