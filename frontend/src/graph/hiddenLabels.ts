/**
 * Labels that every series has and that tell a person nothing: `tenant` is the person's own id, `job` the platform's. The API answers with
 * them, because `by (tenant)` and other clients of Prometheus rely on them; the dashboard shows them nowhere.
 */
const HIDDEN: readonly string[] = ['tenant', 'job'];

export function isShownLabel(name: string): boolean {
  return !HIDDEN.includes(name);
}

/** The labels of a series that are shown to people. */
export function shownLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => isShownLabel(name)));
}

/** A series as PromQL writes it, without what is hidden: `visits_total{page="/"}`; empty when it has no name and no labels. */
export function seriesText(labels: Readonly<Record<string, string>>): string {
  const { __name__: name = '', ...rest } = shownLabels(labels);
  const pairs = Object.entries(rest).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(', ')}}`;
}
