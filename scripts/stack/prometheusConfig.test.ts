import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../provision/runCommand.ts';
import { describeWith, testTool } from '../vitest/testTools.ts';
import { renderPrometheusConfig, writePrometheusConfig } from './prometheusConfig.ts';
import { rootDir } from './rootDir.ts';

const original = readFileSync(join(rootDir, 'prometheus/prometheus.yml'), 'utf8');
const targets = { pushgatewayTargets: ['127.0.0.1:1', '127.0.0.1:2'], backendTargets: ['127.0.0.1:3'] };
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'uvp-config-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The lines that differ, as they were and as they are. */
function differences(changed: string): [string, string][] {
  const [before, after] = [original.split('\n'), changed.split('\n')];
  expect(after).toHaveLength(before.length);
  return before.flatMap((line, index) => {
    const other = after[index] ?? '';
    return line === other ? [] : [[line.trim(), other.trim()] as [string, string]];
  });
}

describe('renderPrometheusConfig', () => {
  it('changes the targets, all of them, and nothing else', () => {
    const gateways = ["- targets: ['pushgateway:9091']", "- targets: ['127.0.0.1:1', '127.0.0.1:2']"];
    expect(differences(renderPrometheusConfig(original, targets))).toEqual([
      gateways,
      gateways,
      ["- targets: ['backend:9464']", "- targets: ['127.0.0.1:3']"],
    ]);
    expect(original.match(/targets:/g)).toHaveLength(3);
  });

  it('changes intervals only when asked to, and timeouts to fit', () => {
    const changed = differences(renderPrometheusConfig(original, { ...targets, scrapeIntervalSeconds: 2 }));
    expect(changed.filter(([before]) => !before.includes('targets:'))).toEqual([
      ['scrape_interval: 15s', 'scrape_interval: 2s'],
      ['scrape_timeout: 10s', 'scrape_timeout: 2s'],
      ['evaluation_interval: 30s', 'evaluation_interval: 2s'],
      ['scrape_interval: 60s', 'scrape_interval: 2s'],
    ]);
  });

  it('writes fractions of a second in milliseconds, which is all Prometheus reads', () => {
    const text = renderPrometheusConfig(original, { ...targets, scrapeIntervalSeconds: 0.5 });
    expect(text).toContain('scrape_interval: 500ms');
    expect(text).toContain('scrape_timeout: 500ms');
  });
});

describeWith(['promtool'], 'promtool', () => {
  const promtool = (...args: string[]) => runCommand(testTool('promtool').binary, args);

  it('accepts the configuration and the rules, and the copy of the launcher with its rules', async () => {
    for (const path of [
      join(rootDir, 'prometheus/prometheus.yml'),
      writePrometheusConfig(rootDir, directory, { pushgatewayTargets: [], backendTargets: [] }),
      writePrometheusConfig(rootDir, directory, { ...targets, scrapeIntervalSeconds: 1 }),
    ]) {
      const report = await promtool('check', 'config', path);
      expect(report.match(/\d+ rules found/g)).toHaveLength(readdirSync(join(rootDir, 'prometheus/rules')).length);
    }
  });

  it('sees the rules do what they say', async () => {
    expect(await promtool('test', 'rules', join(rootDir, 'prometheus/tests/rules.test.yml'))).toContain('SUCCESS');
  });

  it('would have refused a bad file', async () => {
    const path = join(directory, 'bad.yml');
    writeFileSync(path, 'groups: [{name: a, rules: [{alert: A, expr: "sum("}]}]');
    await expect(promtool('check', 'rules', path)).rejects.toThrow(/exit code 1/);
  });
});
