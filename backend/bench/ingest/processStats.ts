import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc (proc(5)): 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/**
 * CPU seconds that a process and its children have used so far, those that have ended included. Linux only.
 * @throws when there is no such process
 */
export function cpuSeconds(pid: number): number {
  const own = readStat(pid);
  const children = childrenOf(pid).map((child) => cpuSecondsOrZero(child));
  return own.seconds + own.endedChildrenSeconds + children.reduce((sum, seconds) => sum + seconds, 0);
}

/** Resident memory of a process and its children, in MiB. */
export function residentMiB(pid: number): number {
  const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  return childrenOf(pid).reduce((sum, child) => sum + residentMiB(child), own);
}

/** A child may end between the two looks. */
function cpuSecondsOrZero(pid: number): number {
  try {
    return cpuSeconds(pid);
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
}

function readStat(pid: number): { seconds: number; endedChildrenSeconds: number } {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold blanks; the fields are counted behind it, beginning with the third.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15);
  return {
    seconds: (user + system) / ticksPerSecond,
    endedChildrenSeconds: (childrenUser + childrenSystem) / ticksPerSecond,
  };
}
