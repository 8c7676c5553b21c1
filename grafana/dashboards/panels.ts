import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Heatmap, HeatmapColorOptionsBuilder } from '@grafana/grafana-foundation-sdk/heatmap';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';

/** The one data source, as in provisioning/datasources. */
export const datasource = { type: 'prometheus', uid: 'uvp-prometheus' };

export interface Query {
  readonly expr: string;
  /** What the series is called; Grafana's own name when absent. */
  readonly legend?: string;
}

/** A value from which on a colour holds; null is from the beginning. */
export type Step = readonly [from: number | null, color: 'green' | 'yellow' | 'red' | 'blue' | 'text'];

export interface PanelSpec {
  readonly title: string;
  /** What the number means and, where it matters, when to worry. */
  readonly description: string;
  readonly unit: string;
  readonly queries: readonly Query[];
  /** Of 24 columns. */
  readonly width: number;
  readonly decimals?: number;
  readonly steps?: readonly Step[];
  /** Shown where there is nothing. */
  readonly noValue?: string;
}

/** What the panels of every kind have. */
interface AnyPanel {
  title(title: string): this;
  description(description: string): this;
  datasource(datasource: common.DataSourceRef): this;
  unit(unit: string): this;
  decimals(decimals: number): this;
  noValue(text: string): this;
  span(columns: number): this;
  height(rows: number): this;
  thresholds(thresholds: Builder<dashboard.ThresholdsConfig>): this;
  overrideByRegexp(regexp: string, properties: dashboard.DynamicConfigValue[]): this;
  withTarget(target: Builder<Dataquery>): this;
}

type Kind = 'range' | 'instant' | 'table' | 'heatmap';

/** Units that a metric's name ends in: https://prometheus.io/docs/practices/naming/#base-units. Legends carry the name. */
const unitsByName: readonly (readonly [ending: string, unit: string])[] = [
  ['seconds', 's'],
  ['milliseconds', 'ms'],
  ['ms', 'ms'],
  ['bytes', 'bytes'],
  ['ratio', 'percentunit'],
  ['percent', 'percent'],
];

function fill<T extends AnyPanel>(panel: T, spec: PanelSpec, height: number, kind: Kind): T {
  panel.title(spec.title).description(spec.description).datasource(datasource).unit(spec.unit);
  panel.span(spec.width).height(height);
  if (spec.decimals !== undefined) panel.decimals(spec.decimals);
  if (spec.noValue !== undefined) panel.noValue(spec.noValue);
  const steps = (spec.steps ?? [[null, 'blue']]).map(([value, color]) => ({ value, color }));
  panel.thresholds(
    new dashboard.ThresholdsConfigBuilder()
      .mode(dashboard.ThresholdsMode.Absolute)
      .steps(steps as dashboard.Threshold[]),
  );
  spec.queries.forEach(({ expr, legend }, index) => {
    const query = new DataqueryBuilder()
      .refId(String.fromCharCode(65 + index))
      .datasource(datasource)
      .expr(expr)
      .legendFormat(legend ?? '__auto');
    if (kind === 'instant' || kind === 'table') query.instant();
    else query.range();
    if (kind === 'table') query.format(PromQueryFormat.Table);
    if (kind === 'heatmap') query.format(PromQueryFormat.Heatmap);
    panel.withTarget(query);
  });
  return panel;
}

/** Values get the unit that the metric's name says, wherever the legend ends in that name. */
export function withUnitOfMetric<T extends AnyPanel>(panel: T): T {
  for (const [ending, unit] of unitsByName) panel.overrideByRegexp(`/_${ending}$/`, [{ id: 'unit', value: unit }]);
  return panel;
}

const lastValue = () => new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']);

/** A number for the whole range, or for now. */
export function number(spec: PanelSpec): Stat {
  return fill(new Stat(), spec, 4, 'instant')
    .reduceOptions(lastValue())
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None);
}

/** A number whose verdict fills the panel. */
export function verdict(spec: PanelSpec): Stat {
  return number(spec).colorMode(common.BigValueColorMode.Background).height(5);
}

export function lines(spec: PanelSpec): TimeSeries {
  return (
    fill(new TimeSeries(), spec, 8, 'range')
      .lineWidth(2)
      // A name keeps its colour, whatever comes first.
      .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassicByName))
      .fillOpacity(8)
      .showPoints(common.VisibilityMode.Never)
      // Longer than two scrapes: a gap stays one.
      .spanNulls(60_000)
      .legend(
        new common.VizLegendOptionsBuilder()
          .showLegend(true)
          .displayMode(common.LegendDisplayMode.List)
          .placement(common.LegendPlacement.Bottom)
          .calcs([]),
      )
      .tooltip(
        new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
      )
  );
}

/** Lines over the coloured areas of their thresholds. */
export function linesOverAreas(spec: PanelSpec): TimeSeries {
  return lines(spec).thresholdsStyle(
    new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Area),
  );
}

/** What was counted in each interval, stacked. */
export function bars(spec: PanelSpec): TimeSeries {
  return lines(spec)
    .drawStyle(common.GraphDrawStyle.Bars)
    .fillOpacity(70)
    .lineWidth(0)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'))
    .interval('1m');
}

/** Largest first. */
export function ranking(spec: PanelSpec): BarGauge {
  return fill(new BarGauge(), spec, 8, 'instant')
    .reduceOptions(lastValue())
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .min(0);
}

/** How observations spread over the buckets, in time. */
export function heatmap(spec: PanelSpec): Heatmap {
  return fill(new Heatmap(), spec, 8, 'heatmap')
    .calculate(false)
    .color(new HeatmapColorOptionsBuilder().scheme('Blues').steps(32))
    .hideLegend();
}

export interface Column {
  /** As the query names it: a label, or `Value`, with several queries `Value #A`. */
  readonly field: string;
  readonly title: string;
  readonly unit?: string;
  /** Where a click on the cell leads. */
  readonly link?: { readonly title: string; readonly url: string };
}

/** A row for each series; of several queries those with the same labels share one. Shows the columns that are named, in order. */
export function table(spec: PanelSpec, columns: readonly Column[]): Table {
  const panel = fill(new Table(), spec, 8, 'table');
  if (spec.queries.length > 1) panel.withTransformation({ id: 'merge', options: {} });
  panel
    .withTransformation({
      id: 'filterFieldsByName',
      options: { include: { names: columns.map(({ field }) => field) } },
    })
    .withTransformation({
      id: 'organize',
      options: {
        indexByName: Object.fromEntries(columns.map(({ field }, index) => [field, index])),
        renameByName: Object.fromEntries(columns.map(({ field, title }) => [field, title])),
      },
    });
  for (const { title, unit, link } of columns) {
    const properties = [
      ...(unit === undefined ? [] : [{ id: 'unit', value: unit }]),
      ...(link === undefined ? [] : [{ id: 'links', value: [{ title: link.title, url: link.url }] }]),
    ];
    if (properties.length > 0) panel.overrideByName(title, properties);
  }
  return panel;
}
