/** From the first moment to before the second; epoch milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What happened in the shop before today. */
export interface Story {
  /** When the made-up history ends, and business goes on as usual. */
  readonly endsAtMs: number;
  /** A newsletter brings visitors, for two days. */
  readonly campaign: Span;
  /** Pages are slow and the checkout fails, for two hours. */
  readonly incident: Span;
}

export const campaignName = 'lamp-week';
const dayMs = 86_400_000;
const CAMPAIGN_BEGAN_DAYS_AGO = 10;
const CAMPAIGN_DAYS = 2;
const INCIDENT_DAYS_AGO = 3;
const INCIDENT_HOURS = [14, 16] as const;

/** On an ordinary working day. */
const MEAN_VISITS_PER_MINUTE = 3;
/** How much more comes while the campaign runs, as a share of the usual. */
const CAMPAIGN_SHARE = 0.7;
/** The shop grows: a month ago it had this much of what it has now. */
const SHARE_A_MONTH_AGO = 0.75;
/** Sunday first. It sells what offices need. */
const DAY_WEIGHTS = [0.7, 1.05, 1.08, 1.05, 1, 0.95, 0.65];
/** By the clock of this computer, which is the one of the dashboard's graphs; the average is 1. */
const HOUR_WEIGHTS = [
  0.55, 0.45, 0.4, 0.4, 0.4, 0.45, 0.55, 0.75, 1, 1.2, 1.3, 1.3, 1.2, 1.2, 1.25, 1.25, 1.2, 1.2, 1.3, 1.45, 1.6, 1.5,
  1.2, 0.8,
];

export function storyBefore(endsAtMs: number): Story {
  const campaignFromMs = localTime(endsAtMs, CAMPAIGN_BEGAN_DAYS_AGO, 0);
  return {
    endsAtMs,
    campaign: { fromMs: campaignFromMs, toMs: localTime(campaignFromMs, -CAMPAIGN_DAYS, 0) },
    incident: {
      fromMs: localTime(endsAtMs, INCIDENT_DAYS_AGO, INCIDENT_HOURS[0]),
      toMs: localTime(endsAtMs, INCIDENT_DAYS_AGO, INCIDENT_HOURS[1]),
    },
  };
}

/** Visits that begin in a minute, on average. */
export function visitsPerMinute(atMs: number, story: Story): number {
  const date = new Date(atMs);
  const hour = date.getHours();
  const intoHour = date.getMinutes() / 60;
  const now = HOUR_WEIGHTS[hour] ?? 1;
  const next = HOUR_WEIGHTS[(hour + 1) % 24] ?? 1;
  const ofHour = now + (next - now) * intoHour;
  const ofDay = DAY_WEIGHTS[date.getDay()] ?? 1;
  const campaign = isWithin(atMs, story.campaign) ? 1 + CAMPAIGN_SHARE : 1;
  return MEAN_VISITS_PER_MINUTE * ofHour * ofDay * growth(atMs, story) * campaign;
}

/** The part of the visits that the campaign brings at this moment, 0 to 1. */
export function campaignPart(atMs: number, story: Story): number {
  return isWithin(atMs, story.campaign) ? CAMPAIGN_SHARE / (1 + CAMPAIGN_SHARE) : 0;
}

export function isIncident(atMs: number, story: Story): boolean {
  return isWithin(atMs, story.incident);
}

function growth(atMs: number, story: Story): number {
  const monthsAgo = Math.min(1, Math.max(0, (story.endsAtMs - atMs) / (30 * dayMs)));
  return 1 - (1 - SHARE_A_MONTH_AGO) * monthsAgo;
}

function isWithin(atMs: number, { fromMs, toMs }: Span): boolean {
  return atMs >= fromMs && atMs < toMs;
}

/** Days before the day of `atMs`, at a full hour, by the clock of this computer. */
function localTime(atMs: number, daysBefore: number, hour: number): number {
  const date = new Date(atMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysBefore, hour).getTime();
}
