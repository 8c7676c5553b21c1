import { setImmediate } from 'node:timers/promises';
import { metricKinds } from '../../../backend/src/metric/metricKinds.ts';
import type { DemoMetricConfig } from '../demoAccount.ts';
import { createCrowd } from '../traffic/crowd.ts';
import { seededRandom } from '../traffic/random.ts';
import { storyBefore } from '../traffic/rhythm.ts';
import type { TimedSample } from '../traffic/sample.ts';
import { createPastSeries, type PastSeries, seriesKey } from './pastSeries.ts';

/** Of the history: the same in every run. */
export const SEED = 20_260_301;

/**
 * What the shop's visitors did until the last of these moments. The same times, metrics and seed give the same past, where clocks show the
 * same time zone.
 * @param times of the samples; epoch seconds, ascending
 */
export async function simulate(
  metrics: readonly DemoMetricConfig[],
  times: readonly number[],
  seed: number,
): Promise<PastSeries[]> {
  const [beginSeconds = 0] = times;
  const endSeconds = times.at(-1) ?? 0;
  const crowd = createCrowd(beginSeconds * 1_000, storyBefore(endSeconds * 1_000), seededRandom(seed));
  const metricOf = new Map(metrics.map((metric) => [metric.metricName, metric]));
  const all = new Map<string, PastSeries>();
  // By the labels as they were sent: millions of samples, and no more than some hundred such texts.
  const bySent = new Map<string, PastSeries>();

  function seriesOf(sample: TimedSample, lastSeconds: number): PastSeries {
    const sent = sample.name + JSON.stringify(sample.labels);
    const known = bySent.get(sent);
    if (known !== undefined) return known;
    const metric = metricOf.get(sample.name);
    if (metric === undefined) throw new Error(`there is no metric ${sample.name}`);
    const key = seriesKey(metric, sample);
    const series = all.get(key) ?? createPastSeries(metric, sample);
    // As the product shows it: 0 once, or nobody would see the first increase.
    if (!all.has(key) && metricKinds[metric.metricType].startsAtZero) series.scrape(lastSeconds);
    all.set(key, series);
    bySent.set(sent, series);
    return series;
  }

  let lastSeconds = beginSeconds;
  for (const [index, timeSeconds] of times.entries()) {
    const atMs = timeSeconds * 1_000;
    for (const sample of crowd.advance(atMs)) if (index > 0) seriesOf(sample, lastSeconds).add(sample);
    const online = { name: 'visitors_online', type: 'gauge', value: crowd.online(), labels: {}, atMs } as const;
    seriesOf(online, lastSeconds).add(online);
    for (const series of all.values()) series.scrape(timeSeconds);
    lastSeconds = timeSeconds;
    // So that a signal is heard.
    if (index % 500 === 0) await setImmediate();
  }
  return [...all.values()];
}
