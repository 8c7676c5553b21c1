import { describe, expect, it } from 'vitest';
import { metricTypes } from '../contract/metricTypes.ts';
import { buildCodeRequest, everything } from '../testing/codeRequest.ts';
import { scriptFaults } from '../testing/scriptFaults.ts';
import { assemble, type CodeRequest } from './assemble.ts';
import { allFeatures, featuresOf } from './features.ts';
import { patternExpression } from './scriptOptions.ts';
import { libraryCode, minifiedPage, readablePage } from './templates.generated.ts';
import { scriptEvents, type TrackedMetric } from './trackedMetric.ts';

const sources = ['path', 'event', 'referrer', 'device', 'language', 'vital', 'host', 'title', 'screen', 'utm_source'];
const options: readonly TrackedMetric['scriptOptions'][] = [
  { persist: true },
  { sampleOneIn: 10 },
  { respectGpc: true, respectDnt: true },
  { hashRoutes: true },
  { queryRoutes: ['page'] },
  { pathPatterns: ['/blog/:slug'] },
];

/** Each event, label, option and type by itself and together with all others. */
function* allKinds(): Generator<CodeRequest> {
  const labels = Object.fromEntries(sources.map((source) => [source, `$${source}`]));
  for (const metricType of metricTypes) {
    yield buildCodeRequest({ metricType });
    yield buildCodeRequest({ metricType, ...everything, labels }, { transport: 'simple' });
    for (const scriptOptions of options) {
      yield buildCodeRequest({ metricType, scriptOptions });
      yield buildCodeRequest({ metricType, ...everything, labels, scriptOptions });
    }
  }
  for (const event of [...scriptEvents, 'signup']) {
    yield buildCodeRequest({ trackingEvents: [event] });
    yield buildCodeRequest({ trackingEvents: [event], labels: { path: '$path' } });
    const others = (everything.trackingEvents ?? []).filter((other) => other !== event);
    yield buildCodeRequest({ ...everything, trackingEvents: others });
  }
  for (const source of sources) yield buildCodeRequest({ labels: { [source]: `$${source}` } });
  yield buildCodeRequest({ autoTrack: false });
}

describe('assemble', () => {
  it('gives whole programs, whatever is wanted', { timeout: 240_000 }, () => {
    const codes = new Map<string, string>();
    let index = 0;
    for (const request of allKinds()) {
      // Each file a module of its own: globals of one would be declared for the others.
      for (const form of ['minified', 'readable'] as const)
        codes.set(`/${index}-${form}.js`, `${assemble(request, form)}\nexport {};`);
      index += 1;
    }
    expect(codes.size).toBeGreaterThan(150);
    expect(scriptFaults(codes)).toEqual([]);
    expect(scriptFaults(new Map([['/broken.js', '(()=>{missing()})();']]))).toEqual([
      "/broken.js: Cannot find name 'missing'.",
    ]);
  });

  it('takes only the pieces that the configuration uses', () => {
    const signs: Record<string, string> = {
      click: '[role=button]',
      form_submit: '"form_submit"',
      outbound_click: '"outbound_click"',
      file_download: '"file_download"',
      scroll_depth: 'scrollHeight',
      engaged_time: 'hasFocus',
      web_vital: 'layout-shift',
      error: 'unhandledrejection',
      page_load: '"page_load"',
      signup: 'data-uvp-',
    };
    for (const event of Object.keys(signs)) {
      const code = assemble(buildCodeRequest({ trackingEvents: [event] }), 'minified');
      for (const [other, sign] of Object.entries(signs))
        expect(code.includes(sign), `${sign} in the code of ${event}`).toBe(other === event);
    }
    const code = (...given: Parameters<typeof buildCodeRequest>) => assemble(buildCodeRequest(...given), 'minified');
    expect(code()).toContain('pushState');
    expect(code({ trackingEvents: ['error'] })).not.toContain('pushState');
    expect(code()).not.toContain('TextEncoder');
    expect(code({ labels: { campaign: '$utm_campaign' } })).toContain('URLSearchParams');
    // All look there whether the owner has left out this browser; only one that may keeps something.
    expect(code().match(/localStorage/g)).toHaveLength(1);
    expect(code({ scriptOptions: { persist: true } })).toContain('localStorage.removeItem');
    expect(code()).toContain('X-API-Secret');
    expect(code({}, { transport: 'simple' })).not.toContain('X-API-Secret');
    expect(code()).not.toContain('ageMs');
    expect(code({ metricType: 'gauge', autoTrack: false })).toContain('ageMs');
  });

  it('knows every feature that a piece asks for, and has a piece for every feature', () => {
    for (const { before, metric, after } of [minifiedPage, readablePage]) {
      const asked = new Set([...before, ...metric, ...after].flatMap(([needs]) => needs.flat()));
      asked.delete('library');
      expect([...asked].sort()).toEqual([...allFeatures].sort());
    }
    const used = new Set(
      [...allKinds()].flatMap(({ metrics, transport }) =>
        metrics.flatMap((metric) => [...featuresOf(metric, transport)]),
      ),
    );
    expect([...used].sort()).toEqual([...allFeatures].sort());
    expect(libraryCode).not.toContain('//!');
  });
});

describe('patternExpression', () => {
  it.each([
    ['/blog/:slug', ['/blog/hello'], ['/blog', '/blog/', '/blog/a/b', '/x/blog/a']],
    ['/files/*', ['/files/', '/files/a/b.txt'], ['/files', '/file/a']],
    ['/v1.0/(a)', ['/v1.0/(a)'], ['/v1x0/(a)', '/v1.0/a']],
    ['/a*b/:', ['/a*b/:'], ['/aab/x']],
  ])('%s', (pattern, fits, others) => {
    const expression = new RegExp(patternExpression(pattern));
    expect(fits.filter((path) => !expression.test(path))).toEqual([]);
    expect(others.filter((path) => expression.test(path))).toEqual([]);
  });
});
