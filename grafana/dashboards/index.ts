import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { counter } from './counter.ts';
import { gauge } from './gauge.ts';
import { histogram } from './histogram.ts';
import { operations } from './operations.ts';
import { overview } from './overview.ts';
import { summary } from './summary.ts';
import { webVitals } from './webVitals.ts';

/** The dashboards by the names of their files, in the order in which people meet them. */
export const dashboards: Readonly<Record<string, Dashboard>> = {
  'overview.json': overview,
  'counter.json': counter,
  'gauge.json': gauge,
  'histogram.json': histogram,
  'summary.json': summary,
  'web-vitals.json': webVitals,
  'operations.json': operations,
};

/** A dashboard as its file has it. */
export function toJson(dashboard: Dashboard): string {
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}
