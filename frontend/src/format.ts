const STEPS: readonly (readonly [unit: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
];

/** A duration in its two largest units: `42 s`, `3 min 5 s`, `2 d 4 h`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const first = STEPS.findIndex(([, size]) => whole >= size);
  if (first === -1) return '0 s';
  let rest = whole;
  const parts: string[] = [];
  for (const [unit, size] of STEPS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.join(' ');
}

/** How long ago, in one unit: `just now`, `4 min ago`, `3 d ago`. Times that are ahead (clocks differ) are just now. */
export function formatAgo(iso: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(iso)) / 1000);
  if (!(seconds >= 5)) return 'just now';
  return `${formatDuration(seconds).split(' ').slice(0, 2).join(' ')} ago`;
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const small = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const large = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 });

/** A number as people read it: `12,345`, `0.00123`, `1.2B`; from 10 million on in short form. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size >= 1e7) return large.format(value);
  return size > 0 && size < 1 ? small.format(value) : whole.format(value);
}

/** For the axis of a chart: short. */
export function formatTick(value: number): string {
  return Math.abs(value) >= 10_000 ? large.format(value) : formatNumber(value);
}

/** `1 series`, `2 events`; `plural` when it is not made with an s. */
export function formatCount(count: number, one: string, plural = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : plural}`;
}

/** A moment in the reader's own zone. */
export function formatTime(iso: string): string {
  return new Date(iso).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
}

/** `1,024 B`, `2.4 kB`. */
export function formatBytes(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

const hours = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const days = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });

/** A moment of today, in the reader's own zone: `14:23`. */
export function formatClock(ms: number): string {
  return hours.format(ms);
}

/** For the time axis of a chart whose marks are `stepSeconds` apart; midnight is called by its day. */
export function formatTickTime(seconds: number, stepSeconds: number): string {
  const date = new Date(seconds * 1000);
  return stepSeconds >= 86_400 || date.getHours() * 60 + date.getMinutes() === 0
    ? days.format(date)
    : hours.format(date);
}
