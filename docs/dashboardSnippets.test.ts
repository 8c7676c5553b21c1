import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import * as address from '../frontend/src/examples/addressExamples.ts';
import type { Described } from '../frontend/src/examples/exampleSample.ts';
import { firstSteps } from '../frontend/src/examples/firstSteps.ts';
import * as page from '../frontend/src/examples/pageExamples.ts';
import * as server from '../frontend/src/examples/serverExamples.ts';
import { rootDir } from '../scripts/stack/rootDir.ts';
import { describeWith } from '../scripts/vitest/testTools.ts';
import { blocksOf } from './snippets/blocks.ts';
import {
  callSignup,
  createMetric,
  expectCounted,
  expectCountedWhenCalled,
  expectOwnVisitLeftOut,
  expectTotal,
} from './snippets/counting.ts';
import { countOneOfEachType, HOSTILE } from './snippets/eachType.ts';
import type { Shell } from './snippets/shell.ts';
import { startWorld, type World } from './snippets/world.ts';

/*
 * What people are shown to copy in the dashboard is run here as they would run it. An export of the examples without an entry fails the
 * test, so that a new snippet cannot be left out.
 */
const source = join(rootDir, 'frontend/src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /(?<!\.test)\.ts$/.test(name),
);
const guides = ['builderGuides', 'frameworkGuides', 'guide', 'siteGuides'].map((name) => `guides/${name}`);
const filesWith = (text: string) => files.filter((name) => readFileSync(join(source, name), 'utf8').includes(text));

describeWith(['chromium', 'prometheus', 'pushgateway'], 'what people are shown to copy in the dashboard', () => {
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

  let last = 0;
  const nextName = () => {
    last += 1;
    return `shown_${last}`;
  };
  const forEachType = (run: (metric: Described) => Promise<unknown>) => countOneOfEachType(world, run);

  const pageViews = () => createMetric(world, { metricName: nextName(), metricType: 'counter', autoTrack: true });
  const ownEvent = () =>
    createMetric(world, {
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
      await createMetric(world, { metricName, metricType: 'counter' });
      await world.server.push(world.tenant, [{ name: metricName }]);
      const { text } = server.queryExample(world.endpoint, world.tenant.apiKey);
      await expect.poll(() => shell.run(text)).toContain(`"${metricName}_total"`);
    },
    dotEnv: async () => {
      const { apiKey, apiSecret } = world.tenant;
      const metric = { metricName: nextName(), metricType: 'counter' as const, labels: {} };
      const id = await createMetric(world, metric);
      const variables = server.dotEnv(world.endpoint, { apiKey, apiSecret });
      const { text } = server.curlExample('"$UVP_ENDPOINT"', apiKey, metric);
      await shell.run(`unset UVP_API_SECRET\n${variables}`);
      await shell.run(text);
      await expectTotal(world, id, 1);
    },
    firstSteps: async () => {
      const inReadme = blocksOf('README.md').map(({ text }) => text);
      const steps = firstSteps('http://localhost:3000/api/v1').map((step) => step.command.text);
      expect(inReadme).toEqual(expect.arrayContaining(steps));
    },
    scriptTagExample: async () => {
      const id = await pageViews();
      await expectCounted(world, id, 1, page.scriptTagExample(await world.codeOf(id)).text);
    },
    siteTagExample: async () => {
      const id = await pageViews();
      const path = `/api/v1/apikeys/${world.tenant.apiKeyId}/generate-code`;
      const { body } = await world.server.call<{ earlyTag: string; scriptTag: string }>('POST', path, {
        token: world.tenant.token,
        body: {},
      });
      await expectCounted(world, id, 1, page.siteTagExample(body, 'Default').text);
    },
    ignoreVisitsExample: async () => {
      const visit = await world.visit('');
      await visit.page.evaluate(page.ignoreVisitsExample().text);
      await expectOwnVisitLeftOut(world, visit);
      await visit.leave();
    },
    pinnedTagExample: async () => {
      const id = await pageViews();
      await expectCounted(world, id, 1, page.pinnedTagExample(await world.codeOf(id, { pinned: true })).text);
    },
    inlineExample: async () => {
      const id = await pageViews();
      await expectCounted(world, id, 1, page.inlineExample(await world.codeOf(id)).text);
    },
    moduleExample: async () => {
      const id = await ownEvent();
      const { text } = page.moduleExample(await world.codeOf(id));
      await expectCounted(world, id, 1, `<script type="module">${text}\ntrack('signup');</script>`);
    },
    eventFunctionsExample: async () => {
      const id = await ownEvent();
      const code = await world.codeOf(id);
      const shown = `${page.eventFunctionsExample(code)?.text}${code.scriptTag}`;
      await expectCountedWhenCalled(world, id, 1, shown, callSignup);
    },
    eventAttributesExample: async () => {
      const id = await ownEvent();
      const code = await world.codeOf(id);
      const shown = `<button ${page.eventAttributesExample(code)?.text}>Sign up</button>${code.scriptTag}`;
      await expectCountedWhenCalled(world, id, 1, shown, (visit) => visit.page.getByRole('button').click());
    },
  };

  it('comes from the examples and from nowhere else', () => {
    expect(Object.keys(runs).sort()).toEqual(
      [address, page, server]
        .flatMap((examples) => Object.keys(examples))
        .concat('firstSteps')
        .sort(),
    );
    const here = ['addressExamples', 'firstSteps', 'pageExamples', 'serverExamples'];
    // Run by languageSnippets.test.ts and siteGuides.test.ts.
    const elsewhere = ['languageExamples', 'siteGuides', ...guides];
    const noSnippets = ['exampleSample', 'snippet'];
    expect(files.filter((name) => name.startsWith('examples/')).sort()).toEqual(
      [...here, ...elsewhere, ...noSnippets].map((name) => `examples/${name}.ts`).sort(),
    );
    expect(filesWith("element('pre'")).toEqual(['components/basic/commandBlock.ts']);
    const copied = [
      'basic/commandBlock',
      'basic/copyButton',
      'keys/connectPanels',
      'keys/keyCard',
      'keys/secretPanel',
      'keys/shareInstall',
    ].map((name) => `components/${name}.ts`);
    expect(filesWith('copyButton(').sort()).toEqual(copied);
  });

  it.each(Object.entries(runs))('%s runs and counts', async (_name, run) => {
    await run();
  });
});
