import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StandInGrafana, startStandInGrafana } from '../backend/src/testing/standInGrafana.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../backend/src/testing/testPlatform.ts';
import { startTestStack, type TestStack } from '../backend/src/testing/testStack.ts';
import { choosePort, releasePort } from '../scripts/stack/ports.ts';
import { describeWith } from '../scripts/vitest/testTools.ts';
import { type DashboardJson, readDashboards, type Target, targetsOf, withVariables } from './dashboardJson.ts';
import { pushVisits, tenantMetrics } from './testing/pushVisits.ts';

const datasourceToken = 'a-token-of-the-data-source-of-32-characters';
/** What the stack's scrapes of once a second make of Grafana's own variables. */
const builtIn = { __rate_interval: '15s', __interval: '15s', __range: '2m', tenant: '.+' };
/** The rule for the number of series runs once a minute. */
const withAllRules = { timeout: 100_000, interval: 1_000 };

interface Vector {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

describeWith(
  ['pushgateway', 'prometheus'],
  'dashboards, asked through the gateway, Grafana’s stand-in and the query API',
  () => {
    const dashboards = readDashboards();
    let directory: string;
    let stack: TestStack;
    let grafana: StandInGrafana;
    let server: TestPlatform;
    let owner: TestTenant;
    let cookies: Record<'owner' | 'stranger' | 'operator', string>;

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'uvp-dashboards-'));
      const internalPort = await choosePort();
      stack = await startTestStack({ backendTargets: [`127.0.0.1:${internalPort}`] });
      const publicUrl = 'http://metrics.example.test';
      const keyFile = join(directory, 'public.pem');
      grafana = await startStandInGrafana({
        UVP_GRAFANA_ROOT_URL: `${publicUrl}/grafana/`,
        UVP_GRAFANA_KEY_FILE: keyFile,
        UVP_GRAFANA_DATASOURCE_URL: `http://127.0.0.1:${internalPort}/api/v1/prometheus`,
        GRAFANA_DATASOURCE_TOKEN: datasourceToken,
      });
      server = await startTestPlatform({
        env: {
          ...stack.env,
          // With the metrics of the process.
          NODE_ENV: 'development',
          PUBLIC_URL: publicUrl,
          INTERNAL_PORT: String(internalPort),
          GRAFANA_URL: grafana.url,
          GRAFANA_DATASOURCE_TOKEN: datasourceToken,
          GRAFANA_PUBLIC_KEY_FILE: keyFile,
        },
      });
      releasePort(internalPort);
      const [first, stranger, operator] = await Promise.all([server.signUp(), server.signUp(), server.signUp()]);
      owner = first;
      await server.platform.database.pool.query('update users set is_operator = true where id = $1', [operator.id]);
      cookies = {
        owner: `uvp_session=${first.token}`,
        stranger: `uvp_session=${stranger.token}`,
        operator: `uvp_session=${operator.token}`,
      };
      await pushVisits(server, owner, () => ask('owner', [{ refId: 'A', expr: 'count(visits_total)', instant: true }]));
    }, 120_000);
    afterAll(async () => {
      await server?.stop();
      await grafana?.stop();
      await stack?.stop();
      await rm(directory, { recursive: true, force: true });
    });

    /** As the page asks; the series of each question. */
    async function ask(who: keyof typeof cookies, targets: readonly Target[]): Promise<Vector[][]> {
      const now = Date.now() / 1_000;
      const response = await fetch(`${server.platform.url}/grafana/api/ds/query`, {
        method: 'POST',
        headers: { Cookie: cookies[who], 'Content-Type': 'application/json' },
        body: JSON.stringify({ queries: targets, from: String(now - 60), to: String(now) }),
      });
      const answers = (await response.json()) as { status: string; error?: string; data: { result: Vector[] } }[];
      return answers.map(({ status, error, data }, index) => {
        if (status !== 'success') throw new Error(`${targets[index]?.expr}: ${error}`);
        return data.result;
      });
    }

    async function resource(who: keyof typeof cookies, path: string): Promise<string[]> {
      const url = `${server.platform.url}/grafana/api/datasources/uid/uvp-prometheus/resources/${path}`;
      const response = await fetch(url, { headers: { Cookie: cookies[who] } });
      return ((await response.json()) as { data: string[] }).data;
    }

    /** The questions of a dashboard for one choice of its variables. */
    const questions = (dashboard: DashboardJson, by: string): Target[] =>
      targetsOf(dashboard).map(({ target }) => ({
        ...target,
        expr: withVariables(target.expr, { ...builtIn, metric: tenantMetrics[dashboard.uid] ?? '', by }),
      }));

    const numbers = (series: readonly Vector[]) =>
      series
        .flatMap(({ value, values = [] }) => [...(value ? [value] : []), ...values])
        .map(([, text]) => Number(text));

    /** Panels without a number. */
    async function empty(who: keyof typeof cookies, dashboard: DashboardJson, by: string): Promise<string[]> {
      const answers = await ask(who, questions(dashboard, by));
      return targetsOf(dashboard)
        .filter((_, index) => !numbers(answers[index] ?? []).some(Number.isFinite))
        .map(({ panel, target }) => `${panel.title}: ${target.expr}`);
    }

    const ofTenants = [...dashboards.values()].filter(({ uid }) => uid !== 'uvp-operations');
    const operations = [...dashboards.values()].filter(({ uid }) => uid === 'uvp-operations');

    it.each(ofTenants)(
      '$title: every panel has data, split by a label or not',
      { timeout: 60_000 },
      async (dashboard) => {
        for (const by of ['page', '']) {
          await expect.poll(() => empty('owner', dashboard, by), { timeout: 25_000, interval: 500 }).toEqual([]);
        }
      },
    );

    it.each(operations)('$title: every panel has data for an operator', { timeout: 120_000 }, async (dashboard) => {
      await expect.poll(() => empty('operator', dashboard, ''), withAllRules).toEqual([]);
    });

    it.each([...dashboards.values()])('$title: nothing but zeros for a stranger, and no name', async (dashboard) => {
      for (const series of await ask('stranger', questions(dashboard, 'page'))) {
        expect(numbers(series).filter((value) => value !== 0)).toEqual([]);
        for (const { metric } of series) expect(['{}', 'none']).toContain(Object.values(metric)[0] ?? '{}');
      }
    });

    it('Operations: nothing but zeros for a tenant with data', async () => {
      for (const dashboard of operations) {
        const answers = await ask('owner', questions(dashboard, ''));
        const shown = targetsOf(dashboard).filter((_, index) =>
          numbers(answers[index] ?? []).some((value) => value > 0),
        );
        // Their own size is the one thing that they may see there.
        expect(shown.map(({ panel }) => panel.title).filter((title) => title !== 'Largest tenants')).toEqual([]);
      }
    });

    it.each(ofTenants.filter(({ uid }) => uid in tenantMetrics))(
      '$title: offers the metrics of its type and their labels',
      async (dashboard) => {
        const metric = tenantMetrics[dashboard.uid] ?? '';
        for (const { name, definition = '', regex = '' } of dashboard.templating.list.filter(
          ({ type }) => type === 'query',
        )) {
          const pattern = new RegExp(regex.replace(/^\/|\/$/g, '') || '(.*)');
          const offered = async (who: keyof typeof cookies) => {
            const [, kind, argument = ''] = /^label_(values|names)\((.*?)(?:, __name__)?\)$/.exec(definition) ?? [];
            const selector = kind === 'values' ? argument : `{__name__=~".*${withVariables(argument, { metric })}.*"}`;
            const path = kind === 'values' ? 'api/v1/label/__name__/values' : 'api/v1/labels';
            const found = await resource(who, `${path}?match[]=${encodeURIComponent(selector)}`);
            return found.flatMap((text) => {
              const match = pattern.exec(text);
              return match ? [match[1] ?? match[0]] : [];
            });
          };
          const expected = name === 'by' ? ['page'] : [metric];
          expect(await offered('owner'), definition).toEqual(expect.arrayContaining(expected));
          if (name === 'metric') {
            const others = Object.entries(tenantMetrics).filter(
              ([uid]) => uid !== dashboard.uid && !(dashboard.uid === 'uvp-histogram' && uid === 'uvp-web-vitals'),
            );
            for (const [, other] of others) expect(await offered('owner'), definition).not.toContain(other);
          } else {
            expect(
              (await offered('owner')).filter((label) => /^(__name__|tenant|job|le|quantile)$/.test(label)),
            ).toEqual([]);
          }
          expect(await offered('stranger'), definition).toEqual([]);
        }
      },
    );

    it('Overview: shows an operator one tenant, and a tenant nobody else, by var-tenant', async () => {
      const series = dashboards.get('overview.json')?.panels.find(({ title }) => title === 'Series')?.targets ?? [];
      const of = (tenant: string) =>
        series.map((target) => ({ ...target, expr: withVariables(target.expr, { ...builtIn, tenant }) }));
      const count = async (who: keyof typeof cookies, tenant: string) =>
        numbers((await ask(who, of(tenant)))[0] ?? [])[0];
      expect(await count('operator', owner.id)).toBeGreaterThan(0);
      expect(await count('operator', owner.id)).toBe(await count('owner', '.+'));
      expect(await count('stranger', owner.id)).toBeUndefined();
    });

    it('Overview: the numbers are those that were sent', async () => {
      const dashboard = dashboards.get('overview.json');
      const total = targetsOf(dashboard as DashboardJson).find(
        ({ panel, target }) => panel.title === 'All counters' && target.refId === 'B',
      );
      const expr = withVariables(total?.target.expr ?? '', builtIn);
      const configs = await server.call<{ metricConfigs: { id: string; metricName: string }[] }>(
        'GET',
        '/api/v1/metric-configs',
        { token: owner.token },
      );
      const visits = configs.body.metricConfigs.find(({ metricName }) => metricName === 'visits');
      const sent = await server.total(owner, visits?.id ?? '');
      await expect
        .poll(async () =>
          (await ask('owner', [{ refId: 'A', expr, instant: true }]))[0]?.map(({ metric, value }) => [
            metric.metric,
            Number(value?.[1]),
          ]),
        )
        .toEqual([['visits_total', sent]]);
    });
  },
);
