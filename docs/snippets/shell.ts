import { spawn } from 'node:child_process';

/** One bash for several blocks, as for somebody who pastes them one after another: later ones see the variables of earlier ones. */
export interface Shell {
  /** Runs a block to its end and resolves with what it printed; rejects when a command of it fails. */
  run(block: string): Promise<string>;
  close(): void;
}

/** A character that no block prints: ASCII's record separator. */
const END = '\u001e';

export function openShell(options: { cwd: string; env: NodeJS.ProcessEnv }): Shell {
  const child = spawn('bash', [], { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  let printed = '';
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaints += chunk;
  });
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
    child.emit('printed');
  });
  child.stdin.write('set -eo pipefail\n');

  return {
    run(block) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const end = printed.indexOf(END);
          if (end < 0) return;
          const output = printed.slice(0, end);
          printed = printed.slice(end + END.length);
          stopListening();
          resolve(output);
        };
        const failed = (code: number | null) => {
          stopListening();
          reject(new Error(`bash ended with ${code}: ${complaints}\n${block}`));
        };
        const stopListening = () => child.off('printed', look).off('close', failed);
        child.on('printed', look).on('close', failed);
        child.stdin.write(`${block}\nprintf '\\036'\n`);
      });
    },
    close: () => void child.kill(),
  };
}
