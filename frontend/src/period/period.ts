/** A stretch of time that numbers are about, with the one before it, to compare with. Times are epoch seconds. */
export interface Period {
  /** As the address names it. */
  readonly id: string;
  /** For people: "last 7 days", "yesterday", "1 Nov – 14 Nov". */
  readonly title: string;
  readonly fromSeconds: number;
  /** Now, for a period that is not over. */
  readonly toSeconds: number;
  /** The same length of time, right before, or for a day or a week that is not over as much of the one before. */
  readonly before: { readonly title: string; readonly fromSeconds: number; readonly toSeconds: number };
  /** What one bar or point of a graph stands for. */
  readonly step: Step;
}

/** A fixed number of seconds, or a day of the calendar, which has 23 to 25 hours. */
export type Step = { readonly seconds: number } | 'day';

/** What can be chosen, besides any two dates. */
export const periodChoices: readonly { readonly id: string; readonly title: string }[] = [
  { id: '15m', title: 'Last 15 minutes' },
  { id: '1h', title: 'Last hour' },
  { id: '6h', title: 'Last 6 hours' },
  { id: '24h', title: 'Last 24 hours' },
  { id: 'today', title: 'Today' },
  { id: 'yesterday', title: 'Yesterday' },
  { id: 'week', title: 'This week' },
  { id: 'month', title: 'This month' },
  { id: '7d', title: 'Last 7 days' },
  { id: '30d', title: 'Last 30 days' },
  { id: '90d', title: 'Last 90 days' },
];

export const defaultPeriod = '24h';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** Lengths of the rolling periods, and what a bar of each stands for: 15 to 90 bars. */
const rolling: ReadonlyMap<string, readonly [seconds: number, step: Step]> = new Map([
  ['15m', [15 * MINUTE, { seconds: MINUTE }]],
  ['1h', [HOUR, { seconds: MINUTE }]],
  ['6h', [6 * HOUR, { seconds: 10 * MINUTE }]],
  ['24h', [DAY, { seconds: HOUR }]],
  ['7d', [7 * DAY, { seconds: 6 * HOUR }]],
  ['30d', [30 * DAY, 'day']],
  ['90d', [90 * DAY, 'day']],
]);

/**
 * Reads a period as an address has it: `24h`, `yesterday`, or `2026-11-01..2026-11-14` with both days in it. Days begin at midnight of this
 * computer's time zone, weeks on Monday.
 * @param nowSeconds by Prometheus's clock
 * @returns undefined for a text that names none
 */
export function readPeriod(id: string, nowSeconds: number): Period | undefined {
  const roll = rolling.get(id);
  if (roll) return rollingPeriod(id, roll, nowSeconds);
  const today = startOfDay(nowSeconds);
  switch (id) {
    case 'today':
      return calendarPeriod(id, 'today', [today, nowSeconds], [addDays(today, -1), 'the same time yesterday']);
    case 'yesterday':
      return calendarPeriod(id, 'yesterday', [addDays(today, -1), today], [addDays(today, -2), 'the day before']);
    case 'week': {
      const monday = addDays(today, -((new Date(today * 1_000).getDay() + 6) % 7));
      return calendarPeriod(id, 'this week', [monday, nowSeconds], [addDays(monday, -7), 'the same time last week']);
    }
    case 'month': {
      const date = new Date(today * 1_000);
      const first = secondsOf(new Date(date.getFullYear(), date.getMonth(), 1));
      const firstBefore = secondsOf(new Date(date.getFullYear(), date.getMonth() - 1, 1));
      return calendarPeriod(id, 'this month', [first, nowSeconds], [firstBefore, 'the same time last month']);
    }
    default:
      return readDates(id, nowSeconds);
  }
}

/** The text for an address that stands for two days, the first and the last. */
export function datesId(first: string, last: string): string {
  return `${first}..${last}`;
}

function rollingPeriod(id: string, [seconds, step]: readonly [number, Step], nowSeconds: number): Period {
  // Days of a rolling period are whole ones, so that its bars are, and the last one is today.
  const fromSeconds = step === 'day' ? addDays(startOfDay(nowSeconds), 1 - seconds / DAY) : nowSeconds - seconds;
  const days = step === 'day' ? seconds / DAY : undefined;
  const beforeSeconds = days === undefined ? fromSeconds - seconds : addDays(fromSeconds, -days);
  const title = periodChoices.find((choice) => choice.id === id)?.title.toLowerCase() ?? id;
  return {
    id,
    title,
    fromSeconds,
    toSeconds: nowSeconds,
    before: {
      title: `${title.replace('last', 'the')} before`,
      fromSeconds: beforeSeconds,
      toSeconds: beforeSeconds + (nowSeconds - fromSeconds),
    },
    step,
  };
}

/** The one before begins at `beforeSeconds` and is as long, but never reaches into the period itself. */
function calendarPeriod(
  id: string,
  title: string,
  [fromSeconds, toSeconds]: readonly [number, number],
  [beforeSeconds, beforeTitle]: readonly [number, string],
): Period {
  const length = toSeconds - fromSeconds;
  const beforeEnd = Math.min(fromSeconds, beforeSeconds + length);
  return {
    id,
    title,
    fromSeconds,
    toSeconds,
    before: { title: beforeTitle, fromSeconds: beforeSeconds, toSeconds: beforeEnd },
    step: stepFor(length),
  };
}

/** At most 90 bars, and at least a few. */
function stepFor(seconds: number): Step {
  if (seconds <= 2 * HOUR) return { seconds: MINUTE };
  if (seconds <= 6 * HOUR) return { seconds: 10 * MINUTE };
  return seconds <= 3 * DAY ? { seconds: HOUR } : 'day';
}

function readDates(id: string, nowSeconds: number): Period | undefined {
  const found = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(id);
  const first = dayOf(found?.[1]);
  const last = dayOf(found?.[2]);
  if (first === undefined || last === undefined || last < first || first > nowSeconds) return undefined;
  const end = addDays(last, 1);
  const days = Math.round((end - first) / DAY);
  const title = first === last ? formatDay(first) : `${formatDay(first)} – ${formatDay(last)}`;
  const beforeTitle = days === 1 ? 'the day before' : `the ${days} days before`;
  return calendarPeriod(id, title, [first, Math.min(end, nowSeconds)], [addDays(first, -days), beforeTitle]);
}

/** Midnight of a day such as 2026-11-28; undefined where there is no such day. */
function dayOf(text: string | undefined): number | undefined {
  const [year = 0, month = 0, day = 0] = (text ?? '').split('-').map(Number);
  const date = new Date(year, month - 1, day);
  return year > 1970 && date.getMonth() === month - 1 && date.getDate() === day ? secondsOf(date) : undefined;
}

function formatDay(seconds: number): string {
  return new Date(seconds * 1_000).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** Midnight before a moment. */
export function startOfDay(seconds: number): number {
  const date = new Date(seconds * 1_000);
  return secondsOf(new Date(date.getFullYear(), date.getMonth(), date.getDate()));
}

/** The same time of day some days later, in summer time as well. */
export function addDays(seconds: number, days: number): number {
  const date = new Date(seconds * 1_000);
  date.setDate(date.getDate() + days);
  return secondsOf(date);
}

const secondsOf = (date: Date) => Math.floor(date.getTime() / 1_000);

/** The ends of the bars of a period: whole steps, counted from its beginning, and its end. */
export function stepEnds({
  fromSeconds,
  toSeconds,
  step,
}: Pick<Period, 'fromSeconds' | 'toSeconds' | 'step'>): number[] {
  const ends: number[] = [];
  for (let n = 1; ; n += 1) {
    const end = step === 'day' ? addDays(fromSeconds, n) : fromSeconds + n * step.seconds;
    if (end >= toSeconds) return [...ends, toSeconds];
    ends.push(end);
  }
}
