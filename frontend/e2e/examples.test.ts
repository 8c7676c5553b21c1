import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { curlExample, dotEnv } from '../src/examples.ts';

const hostile = {
  metricName: 'x',
  metricType: 'counter' as const,
  labels: { plan: `it's $(touch /tmp/x) "free" </script>`, path: '$path' },
};

it('curl sends the sample as it is, whatever its labels hold', () => {
  const command = curlExample('https://m.example/api/v1/metrics', 'mk_1', hostile);
  const script = `curl() { printf '%s\\n' "\${@: -1}"; }; UVP_API_SECRET=s; ${command}`;
  const body: unknown = JSON.parse(execFileSync('bash', ['-c', script], { encoding: 'utf8' }));
  expect(body).toEqual({ metrics: [{ name: 'x', value: 1, labels: { plan: hostile.labels.plan, path: '/pricing' } }] });
});

it('a .env file has one line for each variable', () => {
  expect(dotEnv('https://m.example', { apiKey: 'k', apiSecret: 's' }).split('\n')).toHaveLength(4);
});
