import {
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { datasource } from './panels.ts';

/** Labels that the platform sets, which nobody splits by. */
const ownLabels = '__name__|tenant|job|instance|le|quantile|overflow';

/**
 * Whose series an operator looks at, as `var-tenant=<user id>` in the address. Hidden: everybody else has one tenant, which the query
 * API sets whatever stands here.
 */
export const tenantVariable = () =>
  new TextBoxVariableBuilder('tenant')
    .label('Tenant')
    .hide(VariableHide.HideVariable)
    .defaultValue('.+')
    .current({ text: '.+', value: '.+' });

/** Metrics to choose from. @param regex takes the metric's name out of the series' with its first group, when it has one */
export function metricVariable(label: string, selector: string, regex?: string) {
  const query = `label_values(${selector}, __name__)`;
  const variable = new QueryVariableBuilder('metric')
    .label(label)
    .datasource(datasource)
    .definition(query)
    .query({ qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' })
    // Metrics come while the page is open.
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(false)
    .includeAll(false);
  return regex === undefined ? variable : variable.regex(regex);
}

/** A label of the chosen metric's series to split by; with none, `by ()` is one sum of all. */
export function splitVariable(suffix = '') {
  // Grafana looks for names that contain this.
  const series = `\${metric}${suffix}`;
  const query = `label_names(${series})`;
  return new QueryVariableBuilder('by')
    .label('Split by')
    .datasource(datasource)
    .definition(query)
    .query({ qryType: 0, query, match: series, refId: 'PrometheusVariableQueryEditor-VariableQuery' })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .regex(`/^(?!(?:${ownLabels})$).+$/`)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(false)
    .includeAll(false);
}

/** Selects the chosen metric's series, as `{…}`; the name stands inside, where an empty choice is still PromQL. */
export function chosen(suffix = '', more = ''): string {
  return `{__name__="\${metric}${suffix}",tenant=~"$tenant"${more}}`;
}
