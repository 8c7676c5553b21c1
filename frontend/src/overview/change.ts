import { formatNumber } from '../format.ts';

/** Whether a rise of a number is good news. */
export type GoodWhen = 'more' | 'less' | 'neither';

export interface Change {
  /** With its sign: `+12 %`, `−3 %`, `new`, `no change`. */
  readonly amount: string;
  /** What it is compared with, as a rest of the sentence. */
  readonly words: string;
  readonly tone: 'good' | 'bad' | 'neutral';
}

/** How much more there is than before, as a part of what there was; `Infinity` for what is new. Undefined when there is nothing now. */
export function relativeChange(now: number | undefined, before: number | undefined): number | undefined {
  if (now === undefined) return undefined;
  if (now === before) return 0;
  if (before === undefined || before === 0) return now === 0 ? 0 : Number.POSITIVE_INFINITY;
  return (now - before) / Math.abs(before);
}

/**
 * The change of a number against the period before.
 * @param title of the period before, as in “the day before”
 * @param isMeasured a value that is measured, which may well be 0: a rise from 0 is not new then
 */
export function changeOf(
  now: number | undefined,
  before: number | undefined,
  title: string,
  { goodWhen, isMeasured = false }: { goodWhen: GoodWhen; isMeasured?: boolean },
): Change | undefined {
  const change = relativeChange(now, before);
  if (change === undefined || now === undefined) return undefined;
  const words = `vs. ${title}`;
  if (!Number.isFinite(change)) {
    const isNew = before === undefined || !isMeasured;
    if (isNew) return { amount: 'new', words, tone: 'neutral' };
    return { amount: `${signOf(now)}${formatNumber(Math.abs(now))}`, words, tone: toneOf(now, goodWhen) };
  }
  const amount = formatChange(change);
  if (amount === undefined) return { amount: 'no change', words, tone: 'neutral' };
  return { amount, words, tone: toneOf(change, goodWhen) };
}

/** Undefined for less than a tenth of a per cent. */
function formatChange(change: number): string | undefined {
  const percent = Math.abs(change) * 100;
  if (percent < 0.1) return undefined;
  if (change >= 9) return `× ${formatNumber(Math.round(change + 1))}`;
  const digits = percent < 10 ? Math.round(percent * 10) / 10 : Math.round(percent);
  return `${signOf(change)}${digits} %`;
}

function signOf(change: number): string {
  return change < 0 ? '−' : '+';
}

function toneOf(change: number, goodWhen: GoodWhen): Change['tone'] {
  if (goodWhen === 'neither') return 'neutral';
  return change > 0 === (goodWhen === 'more') ? 'good' : 'bad';
}
