import { runInNewContext, Script } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { transform } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricTypes } from '../contract/metricTypes.ts';
import { tagHosts } from '../contract/tagHosts.ts';
import { transports } from '../contract/transports.ts';
import { buildCodeRequest, everything } from '../testing/codeRequest.ts';
import { toScriptJson } from './escape.ts';
import { generateCode, pinnedTagOf, renderModule, renderScript, versionOf } from './generateCode.ts';
import { renderLibrary } from './renderLibrary.ts';
import { scriptEvents, type TrackedMetric } from './trackedMetric.ts';

/** Text that has a meaning to HTML, to JavaScript, to regular expressions or to `String.replace`. */
const nasty = fc.constantFrom(
  '</script><script>alert(1)//',
  '<!--<script>',
  '*/alert(1)/*',
  "';alert(1)//",
  '\u2028alert(1)\u2029',
  ['$& $` $1 $', '{alert(1)} `'].join(''),
  '__UVP_ENDPOINT__',
  '(((',
  '\\',
  '__proto__',
  '\ud800',
  'é日本 🎉',
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  nasty,
  fc.tuple(nasty, fc.string()).map(([a, b]) => a + b),
);
/** Ids are ours, and no half of a surrogate pair. */
const id = text.map((any) => any.toWellFormed());
const anyMetric: fc.Arbitrary<TrackedMetric> = fc.record({
  id,
  name: text,
  metricName: text,
  metricType: fc.constantFrom(...metricTypes),
  labels: fc.dictionary(text, fc.oneof(text, fc.constantFrom('$path', '$event', '$utm_source', '$referrer'))),
  autoTrack: fc.boolean(),
  trackingEvents: fc.array(fc.oneof(text, fc.constantFrom(...scriptEvents)), { maxLength: 5 }),
  scriptOptions: fc.record(
    { persist: fc.boolean(), hashRoutes: fc.boolean(), pathPatterns: fc.array(text, { maxLength: 3 }) },
    { requiredKeys: [] },
  ),
});

describe('generateCode', () => {
  it('gives code that parses and is inert in HTML, whatever a configuration holds', () => {
    const choices = [fc.constantFrom(...transports), fc.constantFrom(...tagHosts), fc.boolean()] as const;
    const anyRequest = fc.tuple(anyMetric, id, text, text, ...choices);
    fc.assert(
      fc.property(anyRequest, ([metric, apiKey, browserToken, path, transport, host, readable]) => {
        const publicUrl = `https://metrics.example.test/${path}`;
        const request = buildCodeRequest(metric, { transport, host, apiKey, browserToken, publicUrl });
        const generated = generateCode(request, { readable });
        new Script(generated.code);
        expect(generated.code).not.toMatch(/<\/script|<!--|\u2028|\u2029/i);
        expect(generated.scriptTag).toMatch(/^<script async src="[^"<>]*"><\/script>$/);
        const [, inside = '', rest = ''] = /^<script>(.*?)<\/script>(.*)$/s.exec(generated.snippet) ?? [];
        new Script(inside);
        expect(rest.trim()).toBe('');
        expect(generated.eventAttributes).toMatch(/^(data-uvp-[^"<>]+="[^"<>]*"( |$))*$/s);
      }),
      { numRuns: 300 },
    );
  });

  it('puts the settings in unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = toScriptJson(value);
        expect(json).toMatch(/^[\x20-\x7e]*$/);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('leaves no free name of the templates', () => {
    for (const fields of [{}, everything, { ...everything, metricType: 'histogram' as const }]) {
      const { code, module } = generateCode(buildCodeRequest(fields), { readable: true });
      expect(code + module + renderScript(buildCodeRequest(fields))).not.toContain('__UVP_');
    }
  });

  it('is ASCII but for the letters of the comment', () => {
    const request = buildCodeRequest({
      name: 'Seitenaufrufe für Köln',
      labels: { größe: '$path' },
      trackingEvents: ['größe'],
    });
    const { code } = generateCode(request);
    expect(code).toContain(' * Metric: Seitenaufrufe für Köln (page_views, counter)\n');
    expect(code.slice(code.indexOf('*/'))).toMatch(/^[\x20-\x7e\n]*$/);
    expect(renderScript(request)).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('runs in browsers of 2019: nothing newer than ES2018 is in it', async () => {
    const all = generateCode(buildCodeRequest({ ...everything, scriptOptions: { persist: true } })).code;
    for (const code of [all, renderLibrary(buildCodeRequest())]) {
      const [old, latest] = await Promise.all([
        transform(code, { target: 'es2018' }),
        transform(code, { target: 'esnext' }),
      ]);
      expect(old.code).toBe(latest.code);
    }
  });

  it('gives the same code for the same request', () => {
    expect(generateCode(buildCodeRequest())).toEqual(generateCode(buildCodeRequest()));
  });

  it('names the collector, the key and the token, and measures what visitors load', () => {
    const request = buildCodeRequest();
    const { code, scriptTag, sizeBytes, gzipBytes } = generateCode(request);
    expect(code).toContain('"https://metrics.example.test/api/v1/metrics"');
    expect(code).toContain('"apiKey":"mk_dmJXoZ4VJ5XPUxTdtoat","apiSecret":"mb_k1.1.');
    expect(scriptTag).toBe(
      '<script async src="https://metrics.example.test/api/v1/client/script.js?config=9f699912-bc50-4166-abfe-b4f9c94ee238&key=mk_dmJXoZ4VJ5XPUxTdtoat"></script>',
    );
    expect(generateCode(buildCodeRequest({}, { transport: 'simple' })).scriptTag).toContain('&transport=simple"');
    const [hint, script] = renderScript(request).split('\n');
    expect(hint).toBe('//# allFunctionsCalledOnLoad');
    expect(code.endsWith(`*/\n${script}\n`)).toBe(true);
    expect(sizeBytes).toBe(renderScript(request).length);
    expect(gzipBytes).toBe(gzipSync(renderScript(request), { level: 9 }).length);
  });

  it('shows how to tell of the custom events, with their labels, and nothing where there are none', () => {
    const { snippet, eventAttributes } = generateCode(
      buildCodeRequest({
        metricType: 'histogram',
        trackingEvents: ['page_load', 'checkout', 'search'],
        labels: { plan: 'free', path: '$path' },
      }),
    );
    expect(snippet).toContain(
      'function countCheckout(value) { uvp.track("checkout", { value: value, labels: {"plan":"free"} }); }',
    );
    expect(snippet).toContain('function countSearch(value) {');
    expect(snippet).not.toContain('page_load');
    expect(eventAttributes).toBe('data-uvp-event="checkout" data-uvp-value="1.5" data-uvp-label-plan="free"');
    expect(generateCode(buildCodeRequest())).toMatchObject({ snippet: '', eventAttributes: '' });
  });

  it('names the event of a metric without events as the metric, which works with the tag of a website too', () => {
    const { snippet, eventAttributes } = generateCode(
      buildCodeRequest({
        metricName: 'queue_length',
        metricType: 'gauge',
        autoTrack: false,
        trackingEvents: [],
        labels: {},
      }),
    );
    expect(snippet).toContain('function countQueueLength(value) { uvp.track("queue_length", { value: value }); }');
    expect(eventAttributes).toBe('data-uvp-event="queue_length" data-uvp-value="1.5"');
  });

  it('gives every event a function of its own, and none that counts before it is called', () => {
    const trackingEvents = ['sign-up', 'sign_up', 'achat', '购买', '退款', '2nd try'];
    const { snippet } = generateCode(buildCodeRequest({ trackingEvents }));
    const told: string[] = [];
    const uvp = { track: (event: string) => told.push(event) };
    const page: Record<string, unknown> = { uvp, addEventListener: () => {} };
    page.window = page;
    runInNewContext(snippet.replace(/<\/?script>/g, ''), page);
    expect(told).toEqual([]);
    const functions = Object.entries(page).filter(([name]) => name.startsWith('count'));
    expect(functions.map(([name]) => name)).toEqual([
      'countSignUp',
      'countSignUp_2',
      'countAchat',
      'countEvent',
      'countEvent_2',
      'count2ndTry',
    ]);
    for (const [, count] of functions) if (typeof count === 'function') count();
    expect(told).toEqual(trackingEvents);
  });

  it('makes a module of itself', async () => {
    const { module } = generateCode(buildCodeRequest());
    const { track, flush } = await import(`data:text/javascript,${encodeURIComponent(module)}`);
    // There is no page here: nothing happens, and nothing is thrown.
    expect([track('signup'), flush()]).toEqual([undefined, undefined]);
    expect(module).toContain(renderModule('').trim());
  });

  it('pins a script by a digest of its content', () => {
    const script = renderScript(buildCodeRequest());
    expect(versionOf(script)).toMatch(/^[\w-]{43}$/);
    expect(versionOf(`${script} `)).not.toBe(versionOf(script));
    expect(pinnedTagOf(script, buildCodeRequest())).toMatch(
      /^<script async src="https:\/\/metrics\.example\.test\/api\/v1\/client\/script\.js\?version=[\w-]{43}" integrity="sha384-[\w+/]{64}" crossorigin="anonymous"><\/script>$/,
    );
  });
});
