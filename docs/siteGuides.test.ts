import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { PresentedSiteTag } from '../backend/src/contract/service.ts';
import { earlyLine } from '../backend/src/tracking-code/earlyTag.ts';
import type { Guide } from '../frontend/src/examples/guides/guide.ts';
import type { SiteGuides } from '../frontend/src/examples/guides/siteGuides.ts';
import { loadSiteGuides } from '../frontend/src/examples/siteGuides.ts';
import { findOnPath } from '../scripts/provision/findBinary.ts';
import { describeWith } from '../scripts/vitest/testTools.ts';
import { createMetric, expectCounted } from './snippets/counting.ts';
import { insertAsTagManager, nextPage, nuxtPage, wordpressPage } from './snippets/frameworks.ts';
import { startWorld, type World } from './snippets/world.ts';

/*
 * The code in the steps for a site tag, each as the page that its framework makes of it, in Chromium. A code without a row fails the test.
 * The frameworks themselves are not installed here: what they are given is turned into HTML by their rules.
 */
const php = findOnPath(process.env, ['php']);

describeWith(['chromium', 'prometheus', 'pushgateway'], 'the steps for a site tag', () => {
  let world: World;
  let site: PresentedSiteTag;
  let guides: SiteGuides;
  let views: string;
  let counted = 0;

  beforeAll(async () => {
    world = await startWorld();
    const { server, tenant } = world;
    views = await createMetric(world, { metricName: 'page_views', metricType: 'counter', autoTrack: true });
    ({ body: site } = await server.call<PresentedSiteTag>('GET', `/api/v1/client/site-tag?key=${tenant.apiKey}`));
    guides = await loadSiteGuides(site);
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    counted = await world.server.total(world.tenant, views);
  });

  const all = (): Guide[] => [...guides.platforms, guides.check, guides.policy, guides.events];
  const codesOf = ({ steps, instead }: Guide): string[] => [
    ...steps.flatMap(({ code }) => (code ? [code.title] : [])),
    ...(instead ? codesOf(instead) : []),
  ];
  const textOf = (title: string): string => {
    const steps = all().flatMap((guide) => [...guide.steps, ...(guide.instead?.steps ?? [])]);
    const found = steps.find(({ code }) => code?.title === title);
    if (!found?.code) throw new Error(`there is no code “${title}”`);
    return found.code.text;
  };
  const countsOneView = (html: string) => expectCounted(world, views, counted + 1, html);

  const runs: Record<string, () => Promise<unknown>> = {
    'app/layout.tsx': () => countsOneView(nextPage(textOf('app/layout.tsx'))),
    'nuxt.config.ts': () => countsOneView(nuxtPage(textOf('nuxt.config.ts'))),
    'src/app.html': async () => {
      const page = textOf('src/app.html');
      await countsOneView(page.replace('%sveltekit.head%', '').replace('%sveltekit.body%', 'Shop'));
    },
    'src/layouts/Layout.astro': async () => {
      const page = textOf('src/layouts/Layout.astro');
      expect(page).toContain('<script is:inline async ');
      await countsOneView(page.replaceAll(' is:inline', '').replace('<slot />', 'Shop'));
    },
    'functions.php': async () => countsOneView(await wordpressPage(php ?? '', textOf('functions.php'))),
    'Sources for the policy': async () => {
      const policy = `default-src 'none'; ${textOf('Sources for the policy')}`;
      await countsOneView(`<meta http-equiv="Content-Security-Policy" content="${policy}">${site.scriptTag}`);
      const without = await world.visit(
        `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">${site.scriptTag}`,
      );
      await expect.poll(() => without.complaints.join()).toContain('Content Security Policy');
      await without.leave();
    },
    'An event in markup': async () => {
      const id = await createMetric(world, {
        metricName: 'signups',
        metricType: 'counter',
        trackingEvents: ['signup'],
      });
      await scriptHas('signups');
      await expectCounted(world, id, 1, `${textOf('An event in markup')}${site.scriptTag}`, ({ page }) =>
        page.getByRole('button', { name: 'Sign up' }).click(),
      );
    },
    'Line for early events': async () => expect(textOf('Line for early events')).toBe(`<script>${earlyLine}</script>`),
    'Events in code': async () => {
      const labels = { plan: 'free' };
      const made = { metricType: 'counter', trackingEvents: ['purchase'], labels };
      const id = await createMetric(world, { metricName: 'revenue', ...made });
      await scriptHas('revenue');
      const early = `${textOf('Line for early events')}<script>${textOf('Events in code')}</script>`;
      await expectCounted(world, id, 49, `${early}${site.scriptTag}`);
    },
  };

  /** The server keeps a script for a second. */
  const scriptHas = (metricName: string) =>
    expect.poll(async () => (await fetch(site.scriptUrl)).text(), { timeout: 3_000 }).toContain(metricName);

  it('have a row for each code', () => {
    expect(Object.keys(runs).sort()).toEqual(all().flatMap(codesOf).sort());
  });

  for (const [title, run] of Object.entries(runs)) {
    const isMissing = title === 'functions.php' && php === undefined;
    it.skipIf(isMissing)(`${title} counts${isMissing ? ' (no php here)' : ''}`, run);
  }

  it('hold the tag as it is where HTML is pasted', () => {
    for (const title of ['src/app.html', 'functions.php']) expect(textOf(title)).toContain(`\n    ${site.scriptTag}\n`);
  });

  it('work where Google Tag Manager inserts the tag', async () => {
    await countsOneView(`<script>${insertAsTagManager(site.scriptTag)}</script>`);
  });

  it('name what a visitor’s browser shows: the script answers 200, the POST 202', async () => {
    const texts = guides.check.steps.map(({ text }) => text).join(' ');
    const visit = await world.visit('');
    const answers: string[] = [];
    visit.page.on('response', (answer) => {
      answers.push(`${answer.request().method()} ${new URL(answer.url()).pathname} ${answer.status()}`);
    });
    await visit.page.setContent(`<title>Shop</title>${site.scriptTag}`);
    const answerOf = (method: string) => answers.find((one) => one.startsWith(method)) ?? '';
    await expect.poll(() => answerOf('POST')).not.toBe('');
    const [script, sent] = [answerOf('GET'), answerOf('POST')];
    expect(texts).toContain(`\`${script.split(' ')[1]}\`: it must answer ${script.split(' ')[2]}`);
    expect(texts).toContain(`a POST to \`${sent.split(' ')[1]}\`: when it answers ${sent.split(' ')[2]}`);
    await visit.leave();
  });

  it('hold no secret, and neither a metric nor the account', () => {
    const shown = JSON.stringify(guides);
    expect(shown).not.toMatch(/ms_live_[\w]{10}|m[bt]_[\w-]{10}|page_views/);
    expect(shown).not.toContain(world.tenant.apiSecret);
  });
});
