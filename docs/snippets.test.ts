import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClientInfo } from '../backend/src/api/client/client.presenter.ts';
import { testConfig } from '../backend/src/testing/testConfig.ts';
import * as address from '../frontend/src/examples/addressExamples.ts';
import { firstSteps } from '../frontend/src/examples/firstSteps.ts';
import * as page from '../frontend/src/examples/pageExamples.ts';
import * as server from '../frontend/src/examples/serverExamples.ts';
import { rootDir } from '../scripts/stack/rootDir.ts';
import { describeWith } from '../scripts/vitest/testTools.ts';
import { blocksOf, pages } from './snippets/blocks.ts';
import {
  answer,
  block,
  command,
  commandUntil,
  composeCommands,
  drawing,
  type Place,
  type Row,
  startedBy,
} from './snippets/docBlocks.ts';
import type { Shell } from './snippets/shell.ts';
import { startWorld, type Visit, type World } from './snippets/world.ts';

/*
 * Whatever people are shown to copy is run here as they would run it. A block of a page without a row, and an export of the
 * dashboard's examples without an entry, fail the test, so that a new snippet cannot be left out.
 */
const source = join(rootDir, 'frontend/src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const filesWith = (text: string) => files.filter((name) => readFileSync(join(source, name), 'utf8').includes(text));

/** Breaks out of quotes, of a command, of a script and of an attribute where it is not escaped. */
const HOSTILE = `it's $(exit 9) \`exit 9\` "free" </script> \\ é`;

describeWith(['chromium', 'prometheus', 'pushgateway'], 'what people are shown to copy', () => {
  let world: World;
  let shell: Shell;

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    shell = world.openShell();
  });
  afterEach(() => shell.close());

  const createMetric = (fields: Record<string, unknown>) => world.server.createMetric(world.tenant, fields);
  const totalOf = (id: string) => world.server.total(world.tenant, id);

  async function expectTotal(id: string, total: number): Promise<void> {
    await expect.poll(() => totalOf(id)).toBeCloseTo(total, 6);
  }

  /** Opens a page, waits until it has counted, and goes. */
  async function expectCounted(id: string, total: number, html: string, act?: (visit: Visit) => Promise<unknown>) {
    const visit = await world.visit(html);
    await act?.(visit);
    await visit.flush();
    await expectTotal(id, total);
    expect(visit.complaints).toEqual([]);
    await visit.leave();
  }

  /** A snippet that waits to be called: by itself it counts nothing and adds nothing to what the page shows. */
  async function expectCountedWhenCalled(
    id: string,
    total: number,
    html: string,
    act: (visit: Visit) => Promise<unknown>,
  ) {
    await expectCounted(id, 0, html, async ({ page }) => {
      expect(await page.locator('body').innerText()).toBe(html.includes('<button') ? 'Sign up' : '');
    });
    await expectCounted(id, total, html, act);
  }

  const callSignup = (visit: Visit) => visit.page.evaluate('countSignup()');

  describe('in the dashboard', () => {
    let last = 0;
    const nextName = () => {
      last += 1;
      return `shown_${last}`;
    };
    const values = { counter: 1, gauge: 42, histogram: 1, summary: 1 } as const;
    const types = Object.keys(values) as (keyof typeof values)[];

    /** A metric of each type whose label holds what breaks quoting, run and counted. */
    async function forEachType(run: (metric: Parameters<typeof server.curlExample>[2]) => Promise<unknown>) {
      for (const metricType of types) {
        const metric = { metricName: nextName(), metricType, labels: { plan: HOSTILE, path: '$path' } };
        const id = await createMetric(metric);
        await run(metric);
        await expectTotal(id, values[metricType]);
        const { body } = await world.server.call<{ series: { labels: Record<string, string> }[] }>(
          'GET',
          `/api/v1/metric-configs/${id}/series`,
          { token: world.tenant.token },
        );
        expect(body.series[0]?.labels).toMatchObject({ plan: HOSTILE, path: '/pricing' });
      }
    }

    const pageViews = () => createMetric({ metricName: nextName(), metricType: 'counter', autoTrack: true });
    const ownEvent = () =>
      createMetric({
        metricName: nextName(),
        metricType: 'counter',
        trackingEvents: ['signup'],
        labels: { plan: HOSTILE },
      });

    const runs: Record<string, () => Promise<unknown>> = {
      curlExample: () =>
        forEachType(async (metric) => {
          const { text } = server.curlExample(world.endpoint, world.tenant.apiKey, metric);
          expect(JSON.parse(await shell.run(text))).toMatchObject({ accepted: 1 });
        }),
      addressSettings: async () => {
        const { text } = address.addressSettings('https://metrics.example.test/uvp');
        expect(await shell.run(`${text}\necho "$PUBLIC_URL $TRUST_PROXY_HOPS"`)).toBe(
          'https://metrics.example.test/uvp 1\n',
        );
      },
      // The launcher's own tests start it for real; here what the shell makes of the line.
      startAtAddress: async () => {
        const { text } = address.startAtAddress('http://10.0.0.7:3000');
        expect(await shell.run(`npm() { echo "$PUBLIC_URL $*"; }\n${text}`)).toBe('http://10.0.0.7:3000 start\n');
      },
      libraryDownload: () => shell.run(server.libraryDownload(world.scriptUrl).text),
      libraryExample: async () => {
        await shell.run(server.libraryDownload(world.scriptUrl).text);
        await forEachType((metric) =>
          world.runNode(server.libraryExample(world.scriptUrl, world.tenant.apiKey, metric).text),
        );
      },
      queryExample: async () => {
        const metricName = nextName();
        await createMetric({ metricName, metricType: 'counter' });
        await world.server.push(world.tenant, [{ name: metricName }]);
        const { text } = server.queryExample(world.endpoint, world.tenant.apiKey);
        await expect.poll(() => shell.run(text)).toContain(`"${metricName}_total"`);
      },
      dotEnv: async () => {
        const { apiKey, apiSecret } = world.tenant;
        const metric = { metricName: nextName(), metricType: 'counter' as const, labels: {} };
        const id = await createMetric(metric);
        const variables = server.dotEnv(world.endpoint, { apiKey, apiSecret });
        const { text } = server.curlExample('"$UVP_ENDPOINT"', apiKey, metric);
        await shell.run(`unset UVP_API_SECRET\n${variables}`);
        await shell.run(text);
        await expectTotal(id, 1);
      },
      firstSteps: async () => {
        const inReadme = blocksOf('README.md').map(({ text }) => text);
        const steps = firstSteps('http://localhost:3000/api/v1').map((step) => step.command.text);
        expect(inReadme).toEqual(expect.arrayContaining(steps));
      },
      scriptTagExample: async () => {
        const id = await pageViews();
        await expectCounted(id, 1, page.scriptTagExample(await world.codeOf(id)).text);
      },
      pinnedTagExample: async () => {
        const id = await pageViews();
        await expectCounted(id, 1, page.pinnedTagExample(await world.codeOf(id, { pinned: true })).text);
      },
      inlineExample: async () => {
        const id = await pageViews();
        await expectCounted(id, 1, page.inlineExample(await world.codeOf(id)).text);
      },
      moduleExample: async () => {
        const id = await ownEvent();
        const { text } = page.moduleExample(await world.codeOf(id));
        await expectCounted(id, 1, `<script type="module">${text}\ntrack('signup');</script>`);
      },
      eventFunctionsExample: async () => {
        const id = await ownEvent();
        const code = await world.codeOf(id);
        const shown = `${page.eventFunctionsExample(code)?.text}${code.scriptTag}`;
        await expectCountedWhenCalled(id, 1, shown, callSignup);
      },
      eventAttributesExample: async () => {
        const id = await ownEvent();
        const code = await world.codeOf(id);
        const shown = `<button ${page.eventAttributesExample(code)?.text}>Sign up</button>${code.scriptTag}`;
        await expectCountedWhenCalled(id, 1, shown, (visit) => visit.page.getByRole('button').click());
      },
    };

    it('comes from the examples and from nowhere else', () => {
      expect(Object.keys(runs).sort()).toEqual(
        [address, page, server]
          .flatMap((examples) => Object.keys(examples))
          .concat('firstSteps')
          .sort(),
      );
      expect(files.filter((name) => name.startsWith('examples/')).sort()).toEqual(
        ['addressExamples', 'firstSteps', 'pageExamples', 'serverExamples', 'snippet'].map(
          (name) => `examples/${name}.ts`,
        ),
      );
      expect(filesWith("element('pre'")).toEqual(['components/commandBlock.ts']);
      const copied = ['commandBlock', 'copyButton', 'keyCard', 'secretPanel'].map((name) => `components/${name}.ts`);
      expect(filesWith('copyButton(').sort()).toEqual([...copied, 'pages/connect.ts']);
    });

    it.each(Object.entries(runs))('%s runs and counts', async (_name, run) => {
      await run();
    });
  });

  it('in the answer of GET /api/v1/client', async () => {
    const id = await createMetric({ metricName: 'signups', metricType: 'counter', labels: { plan: '' } });
    const { body } = await world.server.call<ClientInfo>('GET', '/api/v1/client');
    await expectCountedWhenCalled(id, 1, await withCredentials(body.usage, id), callSignup);
  });

  /** The address, the key and the token of `id` where a text has stand-ins for them. */
  async function withCredentials(text: string, id?: string): Promise<string> {
    const token = id === undefined ? '' : (/mb_[\w.-]+/.exec((await world.codeOf(id)).code)?.[0] ?? '');
    return text
      .replaceAll('https://metrics.example.com', world.url)
      .replaceAll('http://localhost:3000', world.url)
      .replaceAll('http://localhost:9090', world.stack.prometheus.url)
      .replaceAll('mk_…', world.tenant.apiKey)
      .replaceAll('ms_live_…', world.tenant.apiSecret)
      .replaceAll('mb_…', token);
  }

  describe('in the documentation', () => {
    /** Takes every event of the page's own. */
    const anyEvent = () =>
      createMetric({ metricName: `own_${Date.now()}`, metricType: 'counter', labels: { event: '$event', plan: '' } });

    const ownEvents = block('html', async (text) => {
      const id = await anyEvent();
      const html = `<script>${(await world.codeOf(id)).code}</script>${text}`;
      await expectCountedWhenCalled(id, 50.9, html, (visit) =>
        visit.page.evaluate('countSignup(); countPurchase(49.9)'),
      );
    });
    const markup = block('html', async (text) => {
      const id = await anyEvent();
      const html = `${text}<script>${(await world.codeOf(id)).code}</script>`;
      await expectCountedWhenCalled(id, 1, html, (visit) => visit.page.getByRole('button').click());
    });
    const earlyCalls = block('html', async (text) => {
      const id = await anyEvent();
      const { scriptTag } = await world.codeOf(id);
      await expectCounted(id, 1, `${text}<script>uvp.track('early')</script>${scriptTag}`);
    });
    const batch = block('json', async (text) => {
      const id = await createMetric({ metricName: 'page_views', metricType: 'counter', labels: { path: '' } });
      const { apiKey, apiSecret } = world.tenant;
      const headers = { 'X-API-Key': apiKey, 'X-API-Secret': apiSecret };
      const { status } = await world.server.call('POST', '/api/v1/metrics', { headers, body: text });
      expect(status).toBe(202);
      await expectTotal(id, 3);
    });
    const policy = block('csp', async (text) => {
      const id = await createMetric({ metricName: 'policy_views', metricType: 'counter', autoTrack: true });
      const meta = `<meta http-equiv="Content-Security-Policy" content="${text}">`;
      await expectCounted(id, 1, `${meta}${(await world.codeOf(id)).scriptTag}`);
    });
    const library = block('html', async (text) => {
      const id = await createMetric({ metricName: 'signups_here', metricType: 'counter', labels: { plan: '' } });
      const html = await withCredentials(text.replace("'signups'", "'signups_here'"), id);
      await expectCountedWhenCalled(id, 1, html, callSignup);
    });
    const program = block('js', async (text) => {
      const orders = await createMetric({ metricName: 'orders', metricType: 'counter', labels: { plan: '' } });
      const length = await createMetric({ metricName: 'queue_length', metricType: 'gauge' });
      await world.runNode(text);
      await expectTotal(orders, 2);
      await expectTotal(length, 7);
    });
    const increase = block('sh', async (text, place) => {
      await createMetric({ metricName: 'visits', metricType: 'counter', labels: { page: '' } });
      await world.server.push(world.tenant, [{ name: 'visits', labels: { page: '/' } }]);
      await commandUntil(/"page":"\/"/, 'sh').run(text, place);
    });

    /** Lines of an .env file that the configuration takes. */
    const settings = block('bash', (text) => {
      const given = Object.fromEntries(text.split('\n').map((line) => line.split('=', 2)));
      expect(() => testConfig('postgres://localhost/uvp', given)).not.toThrow();
    });

    const step = command();
    const rows: Record<string, readonly Row[]> = {
      'README.md': [
        startedBy('scripts/stack/launcher.test.ts'),
        drawing('mermaid'),
        ...[step, answer(), step, answer(), step, answer(), step, answer()],
        ...[commandUntil(/"value":\[[\d.]+,"2"\]/), answer()],
        composeCommands(),
      ],
      'CONTRIBUTING.md': [drawing()],
      'docs/architecture.md': [drawing()],
      'docs/grafana.md': [drawing(), composeCommands()],
      'docs/operations.md': [
        composeCommands(),
        settings,
        startedBy('frontend/e2e/behindNginx.test.ts', 'nginx'),
        composeCommands(),
      ],
      'docs/queries.md': [increase],
      'docs/tracking.md': [ownEvents, markup, earlyCalls, batch, policy, library, step, program],
    };

    it.each(pages)('every block of %s does what it says', async (name) => {
      const blocks = blocksOf(name);
      const expected = rows[name] ?? [];
      expect(blocks.map(({ language }) => language)).toEqual(expected.map(({ language }) => language));
      const place: Place = { world, shell, printed: '' };
      for (const [index, { text }] of blocks.entries()) {
        await expected[index]?.run(await withCredentialsUnlessToken(text), place);
      }
    });

    /** A token is of one metric, so the row that needs one fills it in. */
    const withCredentialsUnlessToken = (text: string) =>
      text.includes('mb_…') ? Promise.resolve(text) : withCredentials(text);
  });
});
