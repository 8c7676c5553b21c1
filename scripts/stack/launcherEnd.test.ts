import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { describeWith } from '../vitest/testTools.ts';
import { isAlive } from './processIdentity.ts';
import { createLauncher, type Launcher, services } from './testing/launcher.ts';

let launcher: Launcher;

beforeEach(async () => {
  launcher = await createLauncher();
});
afterEach(() => launcher.stop());

describeWith(['prometheus', 'pushgateway'], 'the end of npm start', () => {
  it('stops what has started when Ctrl-C comes before all is ready', async () => {
    const launched = launcher.start();
    await expect.poll(() => services(launched).length, { interval: 5 }).toBeGreaterThan(0);
    const running = services(launched);
    launched.process.kill('SIGINT');
    expect(await launched.exited).toBe(0);
    expect(launched.output()).not.toContain('Ctrl-C stops everything');
    expect(running.filter(isAlive)).toEqual([]);
  });

  it('finds and stops what a kill -9 of the launcher left running', async () => {
    const killed = launcher.start();
    await killed.ready();
    const orphans = services(killed);
    killed.process.kill('SIGKILL');
    await killed.exited;
    expect(orphans.filter(isAlive)).toHaveLength(orphans.length);

    const next = launcher.start();
    await next.ready();
    expect(orphans.filter(isAlive)).toEqual([]);
    expect(next.output()).toContain('backend, prometheus, pushgateway, postgres');
    expect(services(next)).toHaveLength(orphans.length);
  });

  it('ends with its last lines when the API dies', async () => {
    const launched = launcher.start();
    await launched.ready();
    const running = services(launched);
    await fetch(`${launched.record()?.url}/die`).catch(() => {});
    expect(await launched.exited).toBe(1);
    expect(launched.output()).toMatch(/backend died \(exit code 7\)[\s\S]*the stand-in was told to die/);
    expect(running.filter(isAlive)).toEqual([]);
  });
});

describe('the end of npm start when the API does not obey', () => {
  const stubborn = () => ({
    DATABASE_URL: inject('postgresUrl'),
    PUSHGATEWAY_URLS: '',
    PROMETHEUS_URL: '',
    STAND_IN_IGNORES_SIGTERM: '1',
  });

  it('is over within 10 s also when the API does not obey', async () => {
    const launched = launcher.start(stubborn());
    await launched.ready();
    const before = Date.now();
    launched.process.kill('SIGTERM');
    expect(await launched.exited).toBe(0);
    expect(Date.now() - before).toBeLessThan(10_000);
  });

  it('kills at once on a second Ctrl-C', async () => {
    const launched = launcher.start(stubborn());
    await launched.ready();
    const running = services(launched);
    launched.process.kill('SIGINT');
    await delay(400);
    const before = Date.now();
    launched.process.kill('SIGINT');
    expect(await launched.exited).toBe(130);
    expect(Date.now() - before).toBeLessThan(3_000);
    expect(running.filter(isAlive)).toEqual([]);
  });
});
