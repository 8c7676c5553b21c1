import type { FailedSignIns } from '../../api/auth.ts';
import type { Child } from '../../dom.ts';
import { formatCount, formatTime } from '../../format.ts';
import { notice } from '../basic/notice.ts';

/** Says how many wrong passwords there were, and what to do about it, with `more` behind it; undefined when there were none. */
export function failedSignInsNotice({ count, lastAt }: FailedSignIns, ...more: Child[]): HTMLElement | undefined {
  if (count === 0 || lastAt === null) return undefined;
  const text = `${formatCount(count, 'wrong password')} since your last sign-in, the last one at ${formatTime(lastAt)}.`;
  return notice('warn', text, ' If it was not you, change your password to one that you use nowhere else.', ...more);
}
