import { expect } from 'vitest';
import type { TrackedMetric } from '../../../src/tracking-code/trackedMetric.ts';
import type { Collector, SeenSample, Site } from '../collector.ts';
import { codeOf } from '../trackedPage.ts';
import type { EnginePage } from './engine.ts';

/** What a scenario works with: one window of an engine, a website, and where its pages send. */
export interface ScenarioStage {
  readonly page: EnginePage;
  readonly site: Site;
  readonly collector: Collector;
}

/** Something that happens in a page, and what the collector must hear of it, in every engine. */
export interface Scenario {
  readonly title: string;
  /** Only where a page that was left is kept, and is the same one when somebody goes back. */
  readonly needsPageCache?: boolean;
  run(stage: ScenarioStage): Promise<void>;
}

/** Before any other script: the page is a visitor's, whatever controls the browser, and keeps what is thrown in it. */
const LISTEN = `<script>
  Object.defineProperty(navigator, 'webdriver', { value: false });
  window.thrown = [];
  addEventListener('error', (event) => event.message && thrown.push(event.message));
  addEventListener('unhandledrejection', (event) => thrown.push(String(event.reason)));
</script>`;

/** A page with the metric's code in its head, under every path of the site. */
export function writePage(stage: ScenarioStage, metric: Partial<TrackedMetric>, body: string, head = ''): void {
  writeHead(stage, `${head}<script>\n${codeOf(stage.collector.url, metric)}</script>`, body);
}

/** The same with an `async` script tag, as most people paste it. */
export function writePageWithTag(stage: ScenarioStage, code: string, body: string): void {
  stage.site.scripts.set('/script.js', code);
  writeHead(stage, '<script async src="/script.js"></script>', body);
}

function writeHead({ site }: ScenarioStage, head: string, body: string): void {
  site.html = `<!doctype html><meta charset="utf-8"><title>Page</title>${LISTEN}${head}<body>${body}`;
}

/** Statements that wait, for a page to run. */
export const wait = (ms: number) => `await new Promise((resolve) => setTimeout(resolve, ${ms}));`;

/**
 * Leaves the page, which sends all that waits, and waits until the collector has heard `expected`. In the page nothing was thrown but what
 * the scenario itself throws.
 */
export async function expectCounts(
  { page, collector }: ScenarioStage,
  label: string,
  expected: Readonly<Record<string, number>>,
  onPurpose = /^$/,
): Promise<void> {
  const thrown = await page.run<string[]>('return thrown');
  expect(thrown.filter((text) => !onPurpose.test(text))).toEqual([]);
  await page.goto('about:blank');
  await expect.poll(() => numbersBy(collector, label)).toEqual(expected);
}

/** What the platform would count: a batch once, by its id. */
export function countedSamples({ batches }: Collector): SeenSample[] {
  const arrived = batches.filter(({ status }) => status === 202);
  const byId = new Map(arrived.map(({ body }) => [body.batchId, body.metrics]));
  return [...byId.values()].flat();
}

/** Increments added up, and numbers of observations, of each value of a label. */
export function numbersBy(collector: Collector, label: string): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const { labels, value } of countedSamples(collector)) {
    const name = labels[label] ?? '';
    numbers[name] = (numbers[name] ?? 0) + (Array.isArray(value) ? value.length : value);
  }
  return numbers;
}

/** All observations of each value of a label. */
export function observationsBy(collector: Collector, label: string): Record<string, number[]> {
  const observations: Record<string, number[]> = {};
  for (const { labels, value } of countedSamples(collector)) {
    const name = labels[label] ?? '';
    observations[name] = [...(observations[name] ?? []), ...[value].flat()];
  }
  return observations;
}
