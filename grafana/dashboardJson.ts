import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Source {
  readonly datasource?: { readonly uid: string };
}

export interface Target extends Source {
  readonly refId: string;
  readonly expr: string;
  readonly instant?: boolean;
}

export interface Panel extends Source {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string; readonly color?: unknown } };
  readonly targets?: readonly Target[];
}

export interface Variable extends Source {
  readonly name: string;
  readonly type: string;
  readonly hide?: number;
  readonly definition?: string;
  readonly regex?: string;
}

/** What the tests read of a dashboard's JSON. */
export interface DashboardJson {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly graphTooltip: number;
  readonly refresh: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
}

export const dashboardsDir = join(import.meta.dirname, 'provisioning/dashboards');

/** The files that Grafana reads, by name. */
export function readDashboards(): ReadonlyMap<string, DashboardJson> {
  const names = readdirSync(dashboardsDir).filter((name) => name.endsWith('.json'));
  return new Map(names.map((name) => [name, JSON.parse(readFileSync(join(dashboardsDir, name), 'utf8'))]));
}

/** Every question of a dashboard, with Grafana's variables still in it. */
export function targetsOf(dashboard: DashboardJson): { panel: Panel; target: Target }[] {
  return dashboard.panels.flatMap((panel) => (panel.targets ?? []).map((target) => ({ panel, target })));
}

/** The text as Grafana would send it for some choice of variables, its own included. */
export function withVariables(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:(\w+)|\{(\w+)\})/g, (whole, bare, braced) => values[bare ?? braced] ?? whole);
}
