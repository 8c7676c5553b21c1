import { brokenPath, pathOf, paymentMethods, products } from '../shop/catalog.ts';
import { pickWeighted, type Random, spread } from './random.ts';
import { campaignName, campaignPart, isIncident, type Story } from './rhythm.ts';
import type { TimedSample } from './sample.ts';

/** One person in the shop, from the first page to the last. */
export interface Visit {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** What the pages tell, in no particular order. */
  readonly samples: readonly TimedSample[];
}

type Device = 'desktop' | 'mobile' | 'tablet';

const devices = [
  ['desktop', 52],
  ['mobile', 40],
  ['tablet', 8],
] as const;
const referrers = [
  ['', 36],
  ['search.example', 36],
  ['social.example', 16],
  ['news.example', 12],
] as const;
const campaignReferrer = 'mail.example';
const popularProducts = products.map((product) => [product, product.popularity] as const);
const pageLoadSeconds: Readonly<Record<Device, number>> = { desktop: 0.7, tablet: 1, mobile: 1.25 };

/** What a page needs to know of the visit that it belongs to. */
interface Visitor {
  readonly random: Random;
  readonly story: Story;
  readonly device: Device;
}

/** A visit that begins at this moment. The same random numbers make the same visit. */
export function makeVisit(startsAtMs: number, story: Story, random: Random): Visit {
  const visitor: Visitor = { random, story, device: pickWeighted(random, devices) };
  const isOfCampaign = random() < campaignPart(startsAtMs, story);
  const referrer = isOfCampaign ? campaignReferrer : pickWeighted(random, referrers);
  const samples: TimedSample[] = [];
  let product = isOfCampaign ? products[0] : pickWeighted(random, popularProducts);
  let path: string | undefined =
    isOfCampaign || random() < 0.4 ? pathOf(product ?? pickWeighted(random, popularProducts)) : '/';
  let source = { ...(referrer !== '' && { referrer }), ...(isOfCampaign && { campaign: campaignName }) };
  let atMs = startsAtMs;
  let inCart = 0;
  while (path !== undefined) {
    const view = viewPage(visitor, atMs, path, source);
    samples.push(...view.samples);
    const count = (name: string, value: number, labels: Record<string, string>) =>
      samples.push({ name, type: 'counter', value, labels, atMs: view.leftAtMs });
    if (path.startsWith('/products/') && product !== undefined && random() < 0.06) {
      count('cart_additions', 1, { product: product.slug });
      inCart += product.price;
      path = '/cart';
    } else if (path === '/checkout' && random() < orderChance(visitor, atMs)) {
      count('orders', 1, {
        payment: pickWeighted(random, [
          [paymentMethods[0], 6],
          [paymentMethods[1], 3],
          [paymentMethods[2], 1],
        ]),
      });
      count('revenue_euros', inCart, {});
      path = '/thanks';
    } else {
      product = pickWeighted(random, popularProducts);
      path = nextPath(path, pathOf(product), random);
    }
    if (path === '/search') count('searches', 1, { found: random() < 0.85 ? 'yes' : 'no' });
    source = {};
    atMs = view.leftAtMs;
  }
  return { startsAtMs, endsAtMs: atMs, samples };
}

/** Where somebody goes who neither buys nor fills the cart; undefined when they leave. */
function nextPath(path: string, productPath: string, random: Random): string | undefined {
  const leave = undefined;
  switch (path) {
    case '/':
      return pickWeighted(random, [
        [productPath, 55],
        ['/search', 12],
        [brokenPath, 2],
        [leave, 31],
      ]);
    case '/search':
      return pickWeighted(random, [
        [productPath, 65],
        ['/search', 10],
        [leave, 25],
      ]);
    case '/cart':
      return pickWeighted(random, [
        ['/checkout', 45],
        [productPath, 20],
        [leave, 35],
      ]);
    case '/checkout':
      return pickWeighted(random, [
        ['/cart', 15],
        [leave, 85],
      ]);
    case '/thanks':
      return pickWeighted(random, [
        ['/', 10],
        [leave, 90],
      ]);
    default:
      return pickWeighted(random, [
        [productPath, 34],
        ['/', 14],
        ['/search', 6],
        [leave, 46],
      ]);
  }
}

function orderChance({ story }: Visitor, atMs: number): number {
  return isIncident(atMs, story) ? 0.12 : 0.6;
}

/** One page: what the site tag sends of it, and when it is left. */
function viewPage(
  { random, story, device }: Visitor,
  atMs: number,
  path: string,
  source: Readonly<Record<string, string>>,
): { leftAtMs: number; samples: TimedSample[] } {
  const isSlow = isIncident(atMs, story);
  const loadSeconds = exact(pageLoadSeconds[device] * spread(random) * (isSlow ? 3.5 : 1));
  // The script counts in quarters of a second.
  const engagedSeconds = Math.min(240, Math.round(-22 * Math.log(1 - random()) * 4 + 4) / 4);
  const loadedAtMs = atMs + Math.round(loadSeconds * 1_000);
  const leftAtMs = loadedAtMs + engagedSeconds * 1_000;
  const samples: TimedSample[] = [
    { name: 'page_views', type: 'counter', value: 1, labels: { path, device, ...source }, atMs },
    { name: 'page_load_seconds', type: 'histogram', value: loadSeconds, labels: { device }, atMs: loadedAtMs },
    { name: 'engaged_seconds', type: 'summary', value: engagedSeconds, labels: { device }, atMs: leftAtMs },
  ];
  for (const [vital, value] of vitalsOf(loadSeconds, random)) {
    samples.push({ name: 'web_vitals', type: 'histogram', value: exact(value), labels: { vital }, atMs: leftAtMs });
  }
  const errorChance = path === brokenPath ? 1 : isSlow ? 0.25 : 0.004;
  if (random() < errorChance) {
    samples.push({ name: 'page_errors', type: 'counter', value: 1, labels: { path }, atMs: loadedAtMs });
  }
  return { leftAtMs, samples };
}

function vitalsOf(loadSeconds: number, random: Random): (readonly [vital: string, value: number])[] {
  const hasInteraction = random() < 0.7;
  return [
    ['TTFB', loadSeconds * 0.3 * spread(random)],
    ['FCP', loadSeconds * 0.8 * spread(random)],
    ['LCP', loadSeconds * 1.4 * spread(random)],
    ['CLS', random() ** 4 * 0.4],
    ...(hasInteraction ? [['INP', 0.09 * spread(random) ** 1.5] as const] : []),
  ];
}

/**
 * In 1024ths, so that a sum of millions of them is the same in every order: the history adds them one by one and Postgres in batches, and
 * where the two differ by the last digit Prometheus would see a total fall.
 */
function exact(seconds: number): number {
  return Math.round(seconds * 1_024) / 1_024;
}
