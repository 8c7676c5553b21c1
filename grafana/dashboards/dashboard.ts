import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Panel,
  RowBuilder,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** Panels that answer one kind of question. */
export interface Section {
  /** Absent for the summary on top. */
  readonly title?: string;
  readonly panels: readonly Builder<Panel>[];
}

export interface DashboardSpec {
  /** Part of the address: never changed, because the app and people link to it. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** What the links on top offer from every dashboard. */
  readonly tag: 'uvp' | 'uvp-operations';
  readonly variables: readonly Builder<VariableModel>[];
  readonly sections: readonly Section[];
}

/** The JSON that Grafana provisions. Same conduct everywhere: shared crosshair, last hour, every 30 s, links to the others. */
export function createDashboard(spec: DashboardSpec): Dashboard {
  const builder = new DashboardBuilder(spec.title)
    .uid(spec.uid)
    .description(spec.description)
    .tags([spec.tag])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .timezone('browser')
    .variables([...spec.variables])
    .links([new DashboardLinkBuilder('Dashboards').type(DashboardLinkType.Dashboards).tags(['uvp']).keepTime(true)]);
  for (const { title, panels } of spec.sections) {
    if (title !== undefined) builder.withRow(new RowBuilder(title));
    for (const panel of panels) builder.withPanel(panel);
  }
  const dashboard = builder.build();
  // The builders leave ids out, and Grafana finds panels by them.
  dashboard.panels?.forEach((panel, index) => {
    panel.id = index + 1;
  });
  return dashboard;
}
