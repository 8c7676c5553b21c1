import { queryTime } from '../../api/prometheus.ts';
import { poll } from '../../browser/poll.ts';
import { isAbort, isWithoutPrometheus, UnreachableError } from '../../failure.ts';
import { defaultPeriod, type Period, readPeriod } from '../../period/period.ts';
import type { PageContext } from '../page.ts';
import { keyOf, type NumberPart, type Scope } from './numberPart.ts';
import type { ViewState } from './viewState.ts';

const REFRESH_MS = 15_000;

/** Keeps the parts of the page fresh, all of them with the numbers of one moment. */
export function refreshParts({ api, signal }: PageContext, state: ViewState, parts: readonly NumberPart[]): void {
  /** The choice that a part shows; none while it shows no numbers. */
  const shown = new Map<NumberPart, string>();

  const refresh = async () => {
    const view = state.current();
    const scope = queryTime(api).then((nowSeconds): Scope => {
      return { view, nowSeconds, period: periodOf(view.period, nowSeconds) };
    });
    const outcomes = await Promise.allSettled(parts.map((part) => refreshPart(part, scope)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  };
  const refreshPart = async (part: NumberPart, asked: Promise<Scope>) => {
    const key = part.keyOf(state.current());
    const isWanted = () => !signal.aborted && key === part.keyOf(state.current());
    try {
      const show = await part.load(await asked);
      if (!isWanted()) return;
      show();
      shown.set(part, key);
    } catch (error) {
      if (isAbort(error) || !isWanted()) return;
      // Numbers stay, and the page says how old they are. Those of another choice go: they would be taken for the new ones.
      if (shown.get(part) === key && !isWithoutPrometheus(error)) throw error;
      shown.delete(part);
      part.fail(error);
      if (error instanceof UnreachableError) throw error;
    }
  };
  const timer = poll(refresh, REFRESH_MS, signal);
  let asked = chosen();
  state.onChange(() => {
    if (chosen() === asked) return;
    asked = chosen();
    timer.now();
  });
  function chosen(): string {
    return keyOf(parts.map((part) => part.keyOf(state.current())));
  }
}

/** @throws RangeError never for what `readMetricView` gives */
function periodOf(id: string, nowSeconds: number): Period {
  const period = readPeriod(id, nowSeconds) ?? readPeriod(defaultPeriod, nowSeconds);
  if (!period) throw new RangeError(`${id} is no period`);
  return period;
}
