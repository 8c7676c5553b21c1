const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes on a Ctrl-C that the terminal has already sent to us: what comes this soon is the same request. */
const ECHO_MS = 250;

export interface SignalWatch {
  /** The first request to stop; resolves with the signal's name. */
  first: Promise<string>;
  /** A second one: somebody is out of patience. */
  second: Promise<string>;
  /** From here on signals have their default effect again. */
  end(): void;
}

/** Takes over the signals that ask this process to stop. */
export function watchSignals(): SignalWatch {
  let firstAt: number | undefined;
  let resolveFirst: (signal: string) => void;
  let resolveSecond: (signal: string) => void;
  const first = new Promise<string>((resolve) => {
    resolveFirst = resolve;
  });
  const second = new Promise<string>((resolve) => {
    resolveSecond = resolve;
  });
  const onSignal = (signal: string) => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      resolveFirst(signal);
    } else if (Date.now() - firstAt > ECHO_MS) {
      resolveSecond(signal);
    }
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const end = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  return { first, second, end };
}
