import { answersOk, type ReadinessProbe, type ServiceHooks } from './startService.ts';

/**
 * Ready once the program itself has said that it listens and the address answers 200. Without the first, another
 * program that was faster to take the port would answer for ours.
 */
export function listensAndAnswers(url: string): ReadinessProbe {
  const answers = answersOk(url);
  return async (lines) => lines.some((line) => line.includes('Listening on')) && (await answers(lines));
}

/** The same hooks without the lines of level info and debug (logfmt; upper case since Prometheus 3). */
export function warningsOnly(hooks: ServiceHooks): ServiceHooks {
  const { onLine } = hooks;
  if (onLine === undefined) return hooks;
  return { ...hooks, onLine: (name, line) => (/\blevel=(info|debug)\b/i.test(line) ? undefined : onLine(name, line)) };
}
