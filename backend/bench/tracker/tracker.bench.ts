import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { testTool } from '../../../scripts/vitest/testTools.ts';
import { buildCodeRequest, everything } from '../../src/testing/codeRequest.ts';
import { renderScript } from '../../src/tracking-code/generateCode.ts';
import { renderLibrary } from '../../src/tracking-code/renderLibrary.ts';
import { launchBrowser } from '../../tracker/e2e/browser.ts';
import { measureBurst, measureCall, measureTraffic } from '../../tracker/e2e/costs.ts';
import { deliveryRows } from '../../tracker/e2e/deliveryRows.ts';
import { closeContexts, type Stage, startStage } from '../../tracker/e2e/stage.ts';
import { webVitalsLibrary } from '../../tracker/e2e/webVitalsLibrary.ts';
import { measureLoads } from './loadCosts.ts';

const loads = 20;
const rows: string[][] = [];
const note = (what: string, figure: string) => rows.push([what, figure]);

describe('the tracking script', () => {
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    [browser, stage] = await Promise.all([launchBrowser(testTool('chromium')), startStage()]);
  });
  afterEach(async () => {
    await stage.gate.set('pass');
    await closeContexts(browser);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), stage.close()]);
    const width = Math.max(...rows.map(([what = '']) => what.length));
    console.log(rows.map(([what = '', figure]) => `${what.padEnd(width)}  ${figure}`).join('\n'));
  });

  it('sizes', () => {
    const size = (code: string) => `${code.length} B, gzip -9 ${gzipSync(code, { level: 9 }).length} B`;
    note('page views', size(renderScript(buildCodeRequest())));
    note('page views, $path', size(renderScript(buildCodeRequest({ labels: { path: '$path' } }))));
    note('everything', size(renderScript(buildCodeRequest(everything))));
    const persist = { ...everything, scriptOptions: { persist: true } };
    note('everything, persist', size(renderScript(buildCodeRequest(persist))));
    note('generic library', size(renderLibrary('https://metrics.example.test')));
  });

  it('CPU', async () => {
    // Answers come from the website itself: what is measured is the page.
    const codeOf = (fields: Parameters<typeof buildCodeRequest>[0]) =>
      renderScript(buildCodeRequest(fields, { publicUrl: stage.site.url }));
    const watching = 'for (const name of ["onLCP", "onCLS", "onINP", "onFCP", "onTTFB"]) webVitals[name](() => {})';
    const codes = {
      'page views': codeOf({}),
      everything: codeOf(everything),
      'web-vitals alone': `${webVitalsLibrary};${watching}`,
    };
    const costs = await measureLoads(stage.site, browser, codes, loads);
    for (const [name, { script, toIdle }] of Object.entries(costs)) {
      const ratio = (script / costs['web-vitals alone'].script).toFixed(2);
      const figures = `compile and run ${script.toFixed(2)} ms, load to idle ${toIdle.toFixed(2)} ms`;
      note(`${name}, thread CPU`, `${figures}, ${ratio} of web-vitals alone`);
    }
    const labels = { ...everything.labels, plan: '' };
    const call = await measureCall(stage.site, browser, `<script>${codeOf({ ...everything, labels })}</script>`);
    note('one track call', `${call.toFixed(1)} µs`);
  });

  it('traffic', async () => {
    for (const transport of ['headers', 'simple'] as const) {
      const { posts, preflights, bytes, counted } = await measureTraffic(stage, browser, transport);
      note(
        `load, 20 events, leave, transport ${transport}`,
        `${posts} POST, ${preflights} preflights, ${bytes} B up, ${counted} of 20 counted`,
      );
    }
    const { counted, posts, microsecondsPerCall } = await measureBurst(stage, browser);
    note(
      'burst of 500 label sets',
      `${counted} of 500 in ${posts} POST, ${microsecondsPerCall.toFixed(0)} µs per call`,
    );
  });

  it.each(deliveryRows)('$name', async ({ name, run }) => {
    const isOutage = /server|offline|persist/.test(name);
    const size = isOutage
      ? { pages: 5, outageMs: name.includes('503') ? 3_000 : 5_000 }
      : { pages: 10, outageMs: 3_000 };
    note(name, `${await run(stage, browser, size)} of ${size.pages}`);
  });
});
