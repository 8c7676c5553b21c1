/** What the numbers of a page are limited to: labels, each with the one value that counts. An empty value stands for series without it. */
export type Filters = readonly (readonly [label: string, value: string])[];

/** The same with this value of a label, or without the label when it has the value already. */
export function toggleFilter(filters: Filters, label: string, value: string): Filters {
  const others = filters.filter(([name]) => name !== label);
  return hasFilter(filters, label, value) ? others : [...others, [label, value]];
}

export function hasFilter(filters: Filters, label: string, value: string): boolean {
  return filters.some(([name, only]) => name === label && only === value);
}

/** Matchers as PromQL has them, such as `path="/a"`. JSON's escapes are among those of PromQL's strings. */
export function matchersOf(filters: Filters): string[] {
  return filters.map(([label, value]) => `${label}=${JSON.stringify(value)}`);
}

/** A selector of series, such as `visits_total{path="/a"}`. */
export function selectorOf(name: string, filters: Filters, more: readonly string[] = []): string {
  const matchers = [...matchersOf(filters), ...more];
  return matchers.length === 0 ? name : `${name}{${matchers.join(',')}}`;
}

/** A value of a label for people. */
export function valueText(value: string): string {
  return value === '' ? '(none)' : value;
}
