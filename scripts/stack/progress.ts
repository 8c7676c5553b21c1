import { styleText } from 'node:util';

type Colour = Parameters<typeof styleText>[0];

const COLOURS: Record<string, Colour> = {
  postgres: 'blue',
  pushgateway: 'magenta',
  prometheus: 'yellow',
  backend: 'green',
  grafana: 'cyan',
};

/** What the launcher says. Colours only on a terminal, and not when NO_COLOR is set (https://no-color.org). */
export interface Progress {
  /** One line with the seconds since the start. */
  say(line: string): void;
  /** A line that the user should act on. */
  warn(line: string): void;
  /** A line of a service's own output. */
  log(service: string, line: string): void;
  /** Says that something begins, and how long it took when it is done. */
  step<T>(what: string, run: () => Promise<T>, describe?: (result: T) => string): Promise<T>;
  /** Addresses and other facts, one below the other, between blank lines. */
  block(title: string, rows: readonly (readonly [string, string])[], last: string): void;
}

export function createProgress(out: NodeJS.WriteStream = process.stdout, env = process.env): Progress {
  const startedAt = Date.now();
  const isColoured = out.isTTY === true && (env.NO_COLOR ?? '') === '';
  const paint = (colour: Colour, text: string) => (isColoured ? styleText(colour, text) : text);
  const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
  const print = (line: string) => void out.write(`${line}\n`);
  const say = (line: string) => print(`${paint('dim', `[${seconds(startedAt).padStart(7)}]`)} ${line}`);

  return {
    say,
    warn: (line) => say(paint('yellow', line)),
    log: (service, line) => print(`${paint(COLOURS[service] ?? 'gray', service.padEnd(11))} | ${line}`),
    async step(what, run, describe) {
      say(`${what} …`);
      const since = Date.now();
      const result = await run();
      const detail = describe?.(result) ?? '';
      say(`${paint('green', '✓')} ${what}${detail === '' ? '' : `: ${detail}`} (${seconds(since)})`);
      return result;
    },
    block(title, rows, last) {
      const width = Math.max(...rows.map(([name]) => name.length));
      const lines = rows.map(([name, value]) => `  ${paint('bold', name.padEnd(width))}  ${value}`);
      print(['', `  ${paint('bold', title)}`, '', ...lines, '', `  ${last}`, ''].join('\n'));
    },
  };
}
