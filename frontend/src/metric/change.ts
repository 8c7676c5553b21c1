import { formatNumber } from '../format.ts';

/** How a count differs from that of the period before, in words. @param before undefined when there are no data of it */
export function changeWords(now: number, before: number | undefined, title: string): string {
  if (before === undefined) return `No data for ${title}`;
  const old = `${title} (${formatNumber(before)})`;
  if (now === before) return `As many as ${old}`;
  const word = now > before ? 'more' : 'fewer';
  if (before === 0) return `${now > before ? '▲' : '▼'} ${word} than ${old}`;
  const percent = (Math.abs(now - before) / before) * 100;
  const text = percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent);
  return `${now > before ? '▲' : '▼'} ${formatNumber(Number(text))} % ${word} than ${old}`;
}
