import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestApp } from '../../testing/testApp.ts';
import type { CheckResult, HealthCheck } from './checkResult.ts';
import { createHealthService, type HealthChecks } from './health.service.ts';
import { httpCheck, prometheusCheck } from './httpCheck.ts';

const up: HealthCheck = async () => ({ status: 'up', latencyMs: 1 });
const is =
  (status: CheckResult['status']): HealthCheck =>
  async () => ({ status });
const service = (checks: Partial<HealthChecks<HealthCheck>> = {}, now?: () => number) =>
  createHealthService({
    version: '1.2.3',
    checks: { database: up, pushgateway: up, prometheus: up, ...checks },
    ...(now && { now }),
  });

describe('GET /api/v1/health', () => {
  it('says how the parts are, without credentials', async () => {
    const t = await createTestApp({ services: { health: service({ prometheus: is('absent') }) } });
    for (const path of ['/api/v1/health', '/api/v1/health/ready']) {
      const { status, body, headers } = await t.request.get(path);
      expect(status).toBe(200);
      expect(headers['cache-control']).toBe('no-store');
      expect(body).toEqual({
        status: 'ok',
        version: '1.2.3',
        uptimeSeconds: expect.any(Number),
        checks: {
          database: { status: 'up', latencyMs: 1 },
          pushgateway: { status: 'up', latencyMs: 1 },
          prometheus: { status: 'absent' },
        },
      });
    }
    await t.close();
  });

  it('is 503 while the database is down; the process stays alive', async () => {
    const t = await createTestApp();
    await t.deps.database.pool.end();
    for (const path of ['/api/v1/health', '/api/v1/health/ready']) {
      const { status, body, headers, text } = await t.request.get(path);
      expect([status, body.status, body.checks.database.status]).toEqual([503, 'down', 'down']);
      expect(headers['retry-after']).toBe('2');
      expect(text).not.toMatch(/127\.0\.0\.1|pool|ECONN|postgres/);
    }
    const live = await t.request.get('/api/v1/health/live');
    expect([live.status, live.body.status]).toEqual([200, 'ok']);
    await t.close();
  });
});

describe('while the process stops', () => {
  it('only /ready says so, with 503', async () => {
    const health = service();
    const t = await createTestApp({ services: { health } });
    health.drain();
    const ready = await t.request.get('/api/v1/health/ready');
    expect([ready.status, ready.body.status, ready.headers['retry-after']]).toEqual([503, 'stopping', '2']);
    expect(ready.body.checks.database).toEqual({ status: 'up', latencyMs: 1 });
    const overall = await t.request.get('/api/v1/health');
    expect([overall.status, overall.body.status]).toEqual([200, 'ok']);
    expect((await t.request.get('/api/v1/health/live')).status).toBe(200);
    await t.close();
  });
});

describe('createHealthService', () => {
  it.each([
    [{}, 'ok'],
    [{ pushgateway: is('absent'), prometheus: is('absent') }, 'ok'],
    [{ pushgateway: is('down') }, 'degraded'],
    [{ prometheus: is('down') }, 'degraded'],
    [{ pushgateway: is('degraded') }, 'degraded'],
    [{ database: is('degraded') }, 'degraded'],
    [{ database: is('down') }, 'down'],
    [{ database: is('down'), pushgateway: is('down') }, 'down'],
  ])('sums %# up', async (checks, expected) => {
    expect((await service(checks).report()).status).toBe(expected);
  });

  it('runs the checks once a second at most, however many ask', async () => {
    let nowMs = 10_000;
    let runs = 0;
    const counted: HealthCheck = async () => {
      runs += 1;
      return { status: runs === 1 ? 'up' : 'down' };
    };
    const health = service({ database: counted }, () => nowMs);
    await Promise.all(Array.from({ length: 50 }, () => health.report()));
    nowMs += 999;
    expect((await health.report()).status).toBe('ok');
    expect(runs).toBe(1);
    nowMs += 1;
    expect(await health.report()).toMatchObject({ status: 'down', uptimeSeconds: 1 });
    expect(runs).toBe(2);
  });

  it('gives up on a check after a second, tells it so, and has the others', async () => {
    let aborted = false;
    const hanging: HealthCheck = (signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
      });
    const startedAtMs = performance.now();
    const { status, checks } = await service({ prometheus: hanging, pushgateway: hanging }).report();
    expect(performance.now() - startedAtMs).toBeLessThan(1_800);
    expect(status).toBe('degraded');
    expect(checks).toMatchObject({ database: { status: 'up' }, prometheus: { status: 'down' } });
    expect(aborted).toBe(true);
  });

  it('calls a check that throws down, and says nothing of the error', async () => {
    const throwing: HealthCheck = async () => {
      throw new Error('connect ECONNREFUSED 10.0.0.7:5432');
    };
    const report = await service({ database: throwing }).report();
    expect(report.status).toBe('down');
    expect(JSON.stringify(report)).not.toContain('10.0.0.7');
  });
});

describe('prometheusCheck', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  async function serve(status: number): Promise<{ url: string; asked: string[] }> {
    const asked: string[] = [];
    const server = createServer((req, res) => {
      asked.push(req.url ?? '');
      res.writeHead(status, { Location: 'http://127.0.0.1:1/' }).end('Prometheus Server is Ready.');
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  }
  const { signal } = new AbortController();

  it('asks /-/ready', async () => {
    const { url, asked } = await serve(200);
    expect(await prometheusCheck(url)(signal)).toEqual({ status: 'up', latencyMs: expect.any(Number) });
    expect(asked).toEqual(['/-/ready']);
  });

  it.each([503, 404, 302])('is down at %s', async (status) => {
    const { url } = await serve(status);
    expect(await prometheusCheck(url)(signal)).toMatchObject({ status: 'down' });
  });

  it('is down when nobody listens, and names no address', async () => {
    const result = await prometheusCheck('http://127.0.0.1:1')(signal);
    expect(result.status).toBe('down');
    expect(JSON.stringify(result)).not.toContain('127.0.0.1');
  });

  it('is absent when there is none', async () => {
    expect(await prometheusCheck(undefined)(signal)).toMatchObject({ status: 'absent' });
    expect(await httpCheck(undefined, 'x')(signal)).toMatchObject({ status: 'absent' });
  });
});
