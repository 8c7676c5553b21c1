import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { firstSteps } from '../frontend/src/pages/firstSteps.ts';

const api = 'https://metrics.example.com/api/v1';

/** Runs the steps in one bash in which `curl` prints what the API would, and returns all that it was given. */
function run(answers: Record<string, string>): string {
  const cases = Object.entries(answers).map(([path, answer]) => `*${path}) printf '%s' '${answer}' ;;`);
  const script = [
    'set -eu',
    `curl() { printf '%s\\n' "$@" >&3; case "$2" in ${cases.join('\n')} esac; }`,
    ...firstSteps(api).map((step) => step.command),
  ].join('\n');
  return execFileSync('bash', ['-c', `exec 3>&1 >/dev/null\n${script}`], { encoding: 'utf8' });
}

describe('firstSteps', () => {
  it('hands the answers of earlier steps to later ones', () => {
    const sent = run({
      '/auth/signup': '{"token":"tok","user":{"id":"u1"},"apiKey":{"id":"k1","apiKey":"mk_1","apiSecret":"ms_1"}}',
      '/metric-configs': '{"metricConfig":{"id":"c1","userId":"u1","name":"Sign-ups"}}',
      '/metrics': '{"accepted":2,"rejected":[],"duplicate":false}',
    });
    expect(sent).toContain('Authorization: Bearer tok');
    expect(sent).toContain('X-API-Key: mk_1\n-H\nX-API-Secret: ms_1');
    expect(sent).toContain(`${api}/metric-configs/c1/stats`);
  });

  it('sends bodies that are JSON', () => {
    const bodies = firstSteps(api).flatMap((step) =>
      [...step.command.matchAll(/-d '([^']*)'/g)].map(([, body]) => body),
    );
    expect(bodies).toHaveLength(3);
    for (const body of bodies) expect(() => JSON.parse(body ?? '')).not.toThrow();
  });
});
