import { z } from 'zod';

/** When Prometheus last scraped a gateway. */
export type LastScrape =
  /** Seconds ago, by Prometheus's own clock; the scrape succeeded. */
  | { readonly kind: 'scraped'; readonly ageSeconds: number }
  /** Prometheus knows the gateway, and its last scrape failed. */
  | { readonly kind: 'failing' }
  /** Prometheus does not answer. */
  | { readonly kind: 'unanswered' }
  /**
   * Prometheus answers, and does not say whether it has scraped this gateway. For so long it has said so without a break, as far as this
   * process has asked: it may have been started a moment ago.
   */
  | { readonly kind: 'unknown'; readonly forMs: number }
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
/** Prometheus shows a scrape for five minutes. When it was asked less often, what it has said in between is not known. */
const longestGapMs = 300_000;
/** Seconds since the last scrape; `+Inf` or `NaN` where it failed. */
const query = '(time() - timestamp(up{job="pushgateway"})) / up{job="pushgateway"}';

/**
 * Asks Prometheus, whose `instance` of a gateway is the host and port of its URL. Failing that, Prometheus may have another name for it:
 * of those that are nobody else's the one scraped longest ago counts, as long as none is failing. Of several scrapes of one gateway, too,
 * the oldest counts.
 * @param gatewayUrls all that are in use
 */
export function createScrapeWatch(
  prometheusUrl: string | undefined,
  gatewayUrls: readonly string[] = [],
): AskLastScrape {
  let latest: { askedAtMs: number; ages: Promise<ReadonlyMap<string, number> | undefined> } | undefined;
  let freshUntilMs = Number.NEGATIVE_INFINITY;
  /** By gateway: the first and the last of the answers that did not know it, when no other answer came in between. */
  const unknown = new Map<string, { readonly sinceMs: number; readonly untilMs: number }>();

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
      unknown.clear();
      return undefined;
    }
  }

  function unknownOnceMore(gatewayUrl: string, askedAtMs: number): LastScrape {
    const before = unknown.get(gatewayUrl);
    const goesOn = before !== undefined && askedAtMs - before.untilMs <= longestGapMs;
    const sinceMs = goesOn ? before.sinceMs : askedAtMs;
    unknown.set(gatewayUrl, { sinceMs, untilMs: askedAtMs });
    return { kind: 'unknown', forMs: askedAtMs - sinceMs };
  }

  function judge(gatewayUrl: string, askedAtMs: number, ages: ReadonlyMap<string, number>): LastScrape {
    const own = instancesOf(gatewayUrl).flatMap((instance) => ages.get(instance) ?? [])[0];
    const others = new Set(gatewayUrls.filter((url) => url !== gatewayUrl).flatMap(instancesOf));
    const nobodyElses = [...ages].filter(([instance]) => !others.has(instance)).map(([, age]) => age);
    // The greatest of none is -Infinity.
    const seconds = own ?? Math.max(...nobodyElses);
    if (own === undefined && !Number.isFinite(seconds)) return unknownOnceMore(gatewayUrl, askedAtMs);
    unknown.delete(gatewayUrl);
    if (seconds === Infinity) return { kind: 'failing' };
    // From before the question on, so that an age is never too low, however long the answer took or was kept.
    return { kind: 'scraped', ageSeconds: seconds + (performance.now() - askedAtMs) / 1000 };
  }

  return async (gatewayUrl) => {
    if (prometheusUrl === undefined) return { kind: 'not_configured' };
    const nowMs = performance.now();
    if (latest === undefined || nowMs > freshUntilMs) {
      // Until it is answered, all who ask wait for this one.
      freshUntilMs = Infinity;
      latest = { askedAtMs: nowMs, ages: ask(nowMs) };
    }
    const { askedAtMs, ages: answered } = latest;
    const ages = await answered;
    return ages === undefined ? { kind: 'unanswered' } : judge(gatewayUrl, askedAtMs, ages);
  };
}

/** Prometheus writes the port of a target out, even the usual one. */
function instancesOf(gatewayUrl: string): string[] {
  const { host, hostname, port, protocol } = new URL(gatewayUrl);
  return port === '' ? [`${hostname}:${protocol === 'https:' ? 443 : 80}`, host] : [host];
}
