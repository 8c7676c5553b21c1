import { z } from 'zod';

/** When Prometheus last scraped a gateway. */
export type LastScrape =
  /** Seconds ago, by Prometheus's own clock; the scrape succeeded. */
  | { readonly kind: 'scraped'; readonly ageSeconds: number }
  /** Prometheus knows the gateway, and its last scrape failed. */
  | { readonly kind: 'failing' }
  /** Prometheus does not answer. */
  | { readonly kind: 'unanswered' }
  /** Prometheus answers, and has scraped no gateway of ours, or does not say which of its scrapes is this gateway's. */
  | { readonly kind: 'unknown' }
  /** There is no Prometheus to ask. */
  | { readonly kind: 'not_configured' };

export type AskLastScrape = (gatewayUrl: string) => Promise<LastScrape>;

const answer = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.object({ instance: z.string() }), value: z.tuple([z.number(), z.string()]) })),
  }),
});

const timeoutMs = 2_000;
/** One answer serves every tenant that asks within a second; a Prometheus that does not answer holds nobody up for ten. */
const reuseMs = 1_000;
const reuseFailureMs = 10_000;
/** Seconds since the last scrape; `+Inf` or `NaN` where it failed. */
const query = '(time() - timestamp(up{job="pushgateway"})) / up{job="pushgateway"}';

/**
 * Asks Prometheus, whose `instance` of a gateway is the host and port of its URL; failing that, the gateway scraped longest ago counts,
 * as long as none is failing. Of several scrapes of one gateway, too, the oldest counts.
 */
export function createScrapeWatch(prometheusUrl: string | undefined): AskLastScrape {
  let latest: { askedAtMs: number; ages: Promise<ReadonlyMap<string, number> | undefined> } | undefined;
  let freshUntilMs = Number.NEGATIVE_INFINITY;

  /** Seconds by `instance`, infinite where the last scrape failed; undefined when there is no answer. */
  async function ask(askedAtMs: number): Promise<ReadonlyMap<string, number> | undefined> {
    try {
      const url = `${prometheusUrl}/api/v1/query?query=${encodeURIComponent(query)}`;
      const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
      const { data } = answer.parse(await response.json());
      const ages = new Map<string, number>();
      for (const { metric, value } of data.result) {
        const age = Number(value[1]);
        ages.set(metric.instance, Math.max(ages.get(metric.instance) ?? 0, Number.isFinite(age) ? age : Infinity));
      }
      freshUntilMs = askedAtMs + reuseMs;
      return ages;
    } catch {
      freshUntilMs = performance.now() + reuseFailureMs;
      return undefined;
    }
  }

  return async (gatewayUrl) => {
    if (prometheusUrl === undefined) return { kind: 'not_configured' };
    const nowMs = performance.now();
    if (latest === undefined || nowMs > freshUntilMs) {
      // Until it is answered, whoever asks waits for this one.
      freshUntilMs = Infinity;
      latest = { askedAtMs: nowMs, ages: ask(nowMs) };
    }
    const { askedAtMs, ages: answered } = latest;
    const ages = await answered;
    if (ages === undefined) return { kind: 'unanswered' };
    if (ages.size === 0) return { kind: 'unknown' };
    const own = instancesOf(gatewayUrl).flatMap((instance) => ages.get(instance) ?? [])[0];
    const seconds = own ?? Math.max(...ages.values());
    if (seconds === Infinity) return { kind: own === undefined ? 'unknown' : 'failing' };
    // From before the question on, so that an age is never too low, however long the answer took or was kept.
    return { kind: 'scraped', ageSeconds: seconds + (performance.now() - askedAtMs) / 1000 };
  };
}

/** Prometheus writes the port of a target out, even the usual one. */
function instancesOf(gatewayUrl: string): string[] {
  const { host, hostname, port, protocol } = new URL(gatewayUrl);
  return port === '' ? [`${hostname}:${protocol === 'https:' ? 443 : 80}`, host] : [host];
}
