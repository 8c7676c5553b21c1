/** One sample, as the client library takes it. */
export interface DemoSample {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly value?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What these visitors need of the client library. */
export interface DemoClient {
  track(name: string, options: Omit<DemoSample, 'name'>): void;
  flush(): Promise<boolean>;
}

const paths = ['/', '/', '/', '/pricing', '/pricing', '/blog/:id', '/blog/:id', '/blog/:id', '/signup'];
const devices = ['desktop', 'desktop', 'desktop', 'mobile', 'mobile', 'tablet'];
const referrers = ['', '', '', 'search.example', 'search.example', 'news.example'];
const plans = ['free', 'free', 'free', 'pro'];
/** So that a graph of a quarter of an hour shows a wave. */
const wavePeriodMs = 10 * 60_000;

/** How many are online at a time in epoch milliseconds: 20 to 60. */
export function visitorsAt(atMs: number): number {
  return Math.round(40 + 20 * Math.sin((2 * Math.PI * atMs) / wavePeriodMs));
}

/**
 * What the visitors of one second do: each opens a page every ten seconds.
 * @param random 0 to below 1, as Math.random
 */
export function secondOf(atMs: number, random: () => number): DemoSample[] {
  const pick = (all: readonly string[]) => all[Math.floor(random() * all.length)] ?? '';
  const visitors = visitorsAt(atMs);
  const samples: DemoSample[] = [{ name: 'visitors_online', type: 'gauge', value: visitors }];
  for (let visitor = 0; visitor < visitors; visitor += 1) {
    if (random() >= 0.1) continue;
    const [path, device, referrer] = [pick(paths), pick(devices), pick(referrers)];
    const loadSeconds = (device === 'mobile' ? 1.2 : 0.6) * Math.exp(random() + random() - 1);
    const engagedSeconds = -12 * Math.log(1 - random());
    samples.push(
      { name: 'page_views', type: 'counter', labels: { path, device, ...(referrer !== '' && { referrer }) } },
      { name: 'page_load_seconds', type: 'histogram', value: loadSeconds, labels: { device } },
      { name: 'engaged_seconds', type: 'summary', value: engagedSeconds, labels: { path } },
    );
    if (path === '/signup' && random() < 0.3)
      samples.push({ name: 'signups', type: 'counter', labels: { plan: pick(plans) } });
  }
  return samples;
}

/** Lets them come, every second, until the returned function ends it. */
export function startVisitors(client: DemoClient): () => Promise<unknown> {
  const timer = setInterval(() => {
    for (const { name, ...options } of secondOf(Date.now(), Math.random)) client.track(name, options);
  }, 1_000);
  return () => {
    clearInterval(timer);
    return client.flush();
  };
}
