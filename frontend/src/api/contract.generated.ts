// Written by `npm run contract` from backend/src/contract. Change it there.

import { listOf, mapOf, maybe, number, object, oneOf, orNull, text, truth, type Shaped } from './shape.ts';

export const metricType = oneOf(["counter","gauge","histogram","summary"]);
export type MetricType = Shaped<typeof metricType>;

export const user = object({
  id: text,
  email: text,
  firstName: text,
  lastName: text,
  isActive: truth,
  isOperator: truth,
  lastLoginAt: orNull(text),
  createdAt: text,
  updatedAt: text,
});
export type User = Shaped<typeof user>;

export const failedSignIns = object({
  count: number,
  lastAt: orNull(text),
});
export type FailedSignIns = Shaped<typeof failedSignIns>;

export const session = object({
  id: text,
  isCurrent: truth,
  inBrowser: truth,
  browser: orNull(text),
  operatingSystem: orNull(text),
  addressRange: text,
  createdAt: text,
  lastSeenAt: text,
  expiresAt: text,
});
export type Session = Shaped<typeof session>;

export const apiKey = object({
  id: text,
  keyName: text,
  apiKey: text,
  secretHint: text,
  previousSecretExpiresAt: orNull(text),
  previousSecretLastUsedAt: orNull(text),
  allowedOrigins: listOf(text),
  createsMetrics: truth,
  countRobots: truth,
  robotSamples: number,
  siteTokenVersion: number,
  previousSiteTokenExpiresAt: orNull(text),
  isActive: truth,
  lastUsedAt: orNull(text),
  expiresAt: orNull(text),
  createdAt: text,
  updatedAt: text,
});
export type ApiKey = Shaped<typeof apiKey>;

export const apiKeyWithSecret = object({
  id: text,
  keyName: text,
  apiKey: text,
  secretHint: text,
  previousSecretExpiresAt: orNull(text),
  previousSecretLastUsedAt: orNull(text),
  allowedOrigins: listOf(text),
  createsMetrics: truth,
  countRobots: truth,
  robotSamples: number,
  siteTokenVersion: number,
  previousSiteTokenExpiresAt: orNull(text),
  isActive: truth,
  lastUsedAt: orNull(text),
  expiresAt: orNull(text),
  createdAt: text,
  updatedAt: text,
  apiSecret: text,
});
export type ApiKeyWithSecret = Shaped<typeof apiKeyWithSecret>;

export const metricConfig = object({
  id: text,
  name: text,
  description: orNull(text),
  metricName: text,
  metricType: metricType,
  labels: mapOf(text),
  autoTrack: truth,
  trackingEvents: listOf(text),
  inPages: truth,
  isActive: truth,
  buckets: orNull(listOf(number)),
  quantiles: orNull(listOf(number)),
  maxSeries: number,
  scriptOptions: object({
    persist: truth,
    sampleOneIn: number,
    respectGpc: truth,
    respectDnt: truth,
    hashRoutes: truth,
    queryRoutes: listOf(text),
    fileTypes: listOf(text),
    pathPatterns: listOf(text),
  }),
  exportedName: text,
  previousTokenExpiresAt: orNull(text),
  createdAt: text,
  updatedAt: text,
});
export type MetricConfig = Shaped<typeof metricConfig>;

export const metricStats = object({
  total: number,
  series: number,
  lastSampleAt: orNull(text),
  overflowing: truth,
  rejections: listOf(object({
    code: text,
    count: number,
    lastAt: text,
  })),
});
export type MetricStats = Shaped<typeof metricStats>;

export const listedMetricStats = object({
  total: number,
  series: number,
  lastSampleAt: orNull(text),
  overflowing: truth,
  rejections: listOf(object({
    code: text,
    count: number,
    lastAt: text,
  })),
  metricConfigId: text,
});
export type ListedMetricStats = Shaped<typeof listedMetricStats>;

export const generatedCode = object({
  code: text,
  scriptTag: text,
  earlyTag: text,
  pinnedTag: orNull(text),
  snippet: text,
  eventAttributes: text,
  module: text,
  sizeBytes: number,
  gzipBytes: number,
});
export type GeneratedCode = Shaped<typeof generatedCode>;

export const generatedSiteCode = object({
  code: text,
  scriptTag: text,
  earlyTag: text,
  pinnedTag: orNull(text),
  snippet: text,
  eventAttributes: text,
  module: text,
  sizeBytes: number,
  gzipBytes: number,
  metrics: listOf(text),
});
export type GeneratedSiteCode = Shaped<typeof generatedSiteCode>;

export const series = object({
  labels: mapOf(text),
  value: maybe(number),
  count: maybe(number),
  sum: maybe(number),
  lastSampleAt: orNull(text),
  isOverflow: truth,
});
export type Series = Shaped<typeof series>;

export const seriesPage = object({
  series: listOf(series),
  total: number,
  exportedSeries: number,
  maxSeries: number,
  labels: listOf(object({
    name: text,
    values: number,
  })),
});
export type SeriesPage = Shaped<typeof seriesPage>;

export const rejection = object({
  code: text,
  count: number,
  lastAt: text,
  example: text,
  metricConfigId: orNull(text),
});
export type Rejection = Shaped<typeof rejection>;

export const rejectionPage = object({
  rejections: listOf(rejection),
  total: number,
  robotSamples: number,
});
export type RejectionPage = Shaped<typeof rejectionPage>;

export const unknownName = object({
  name: text,
  code: text,
  metricType: orNull(metricType),
  labels: listOf(text),
  count: number,
  lastAt: text,
});
export type UnknownName = Shaped<typeof unknownName>;

export const unknownNamePage = object({
  names: listOf(unknownName),
  total: number,
  others: number,
});
export type UnknownNamePage = Shaped<typeof unknownNamePage>;

export const grafana = object({
  available: truth,
  detail: maybe(text),
});
export type Grafana = Shaped<typeof grafana>;

export const siteTag = object({
  scriptTag: text,
  earlyTag: text,
  scriptUrl: text,
  endpoint: text,
});
export type SiteTag = Shaped<typeof siteTag>;
