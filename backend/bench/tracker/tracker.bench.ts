import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { testTool } from '../../../scripts/vitest/testTools.ts';
import { buildCodeRequest, buildSiteRequest, everything, fiveMetrics } from '../../src/testing/codeRequest.ts';
import type { CodeRequest } from '../../src/tracking-code/assemble.ts';
import { renderScript } from '../../src/tracking-code/generateCode.ts';
import { renderLibrary } from '../../src/tracking-code/renderLibrary.ts';
import { launchBrowser } from '../../tracker/e2e/browser.ts';
import { measureBurst, measureCall, measureSiteTraffic, measureTraffic } from '../../tracker/e2e/costs.ts';
import { deliveryRows } from '../../tracker/e2e/deliveryRows.ts';
import { closeContexts, type Stage, startStage } from '../../tracker/e2e/stage.ts';
import { measureLoads } from './loadCosts.ts';
import { oneRequest, plausible, webVitals } from './peers.ts';

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
    note('a site with five metrics', size(renderScript(buildSiteRequest(fiveMetrics))));
    note('everything', size(renderScript(buildCodeRequest(everything))));
    const persist = { ...everything, scriptOptions: { persist: true } };
    note('everything, persist', size(renderScript(buildCodeRequest(persist))));
    note('generic library', size(renderLibrary(buildCodeRequest())));
  });

  it('CPU', async () => {
    const scriptOf = (request: CodeRequest) => (publicUrl: string) => renderScript({ ...request, publicUrl });
    const scripts = {
      'page views': scriptOf(buildCodeRequest()),
      'a site with five metrics': scriptOf(buildSiteRequest(fiveMetrics)),
      everything: scriptOf(buildCodeRequest(everything)),
      Plausible: plausible,
      'web-vitals alone, sends nothing': webVitals,
      'one request and nothing else': oneRequest,
    };
    const costs = await measureLoads(browser, scripts, loads);
    for (const [name, { script, total }] of Object.entries(costs)) {
      const ratio = (total / costs.Plausible.total).toFixed(2);
      note(
        `${name}, CPU to 0.7 s after load`,
        `${total.toFixed(2)} ms, of it JavaScript ${script.toFixed(2)}; ${ratio} of Plausible`,
      );
    }
    const labels = { ...everything.labels, plan: '' };
    const inline = renderScript(buildCodeRequest({ ...everything, labels }, { publicUrl: stage.site.url }));
    const call = await measureCall(stage.site, browser, `<script>${inline}</script>`);
    note('one track call', `${call.toFixed(1)} µs`);
    for (const counting of [1, 10]) {
      const ten = Array.from({ length: 10 }, (_, n) => {
        return { metricName: `m${n}`, trackingEvents: [n < counting ? 'signup' : `event${n}`], labels };
      });
      const script = renderScript(buildSiteRequest(ten, { publicUrl: stage.site.url }));
      const microseconds = await measureCall(stage.site, browser, `<script>${script}</script>`);
      note(`one track call on a page of ten metrics, ${counting} of which count it`, `${microseconds.toFixed(1)} µs`);
    }
  });

  it('traffic', async () => {
    for (const transport of ['headers', 'simple'] as const) {
      const { posts, preflights, bytes, counted } = await measureTraffic(stage, browser, transport);
      note(
        `load, 20 events, leave, transport ${transport}`,
        `${posts} POST, ${preflights} preflights, ${bytes} B up, ${counted} of 20 counted`,
      );
    }
    const site = await measureSiteTraffic(stage, browser);
    note(
      'load, 20 events, leave, a site with five metrics',
      `${site.posts} POST, ${site.preflights} preflights, ${site.bytes} B up, ${site.counted} of 20 counted`,
    );
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
