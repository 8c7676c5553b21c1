import { Script } from 'node:vm';
import { transform } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricTypes } from '../ingestion/metricTypes.ts';
import { toScriptJson } from './escape.ts';
import { allFeatures, featuresOf } from './features.ts';
import { type CodeRequest, generateCode } from './generateCode.ts';
import { renderLibrary } from './renderLibrary.ts';
import { libraryCode, pageParts } from './templates.generated.ts';
import { scriptEvents, type TrackedMetric, transports } from './trackedMetric.ts';

const metric: TrackedMetric = {
  id: '6f1d3f0a-4f7e-4e0e-9f0e-0a1b2c3d4e5f',
  name: 'Page views',
  metricName: 'page_views',
  metricType: 'counter',
  labels: {},
  autoTrack: true,
  trackingEvents: [],
};

function request(fields: Partial<TrackedMetric> = {}, more: Partial<CodeRequest> = {}): CodeRequest {
  return {
    metric: { ...metric, ...fields },
    apiKey: 'mk_0123456789abcdefghij',
    browserToken: 'mb_k1.1.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA',
    publicUrl: 'https://metrics.example.test',
    transport: 'headers',
    ...more,
  };
}

const codeOf = (fields?: Partial<TrackedMetric>, more?: Partial<CodeRequest>) =>
  generateCode(request(fields, more)).code;

/** Text that has a meaning to HTML, to JavaScript or to `String.replace`. */
const nasty = fc.constantFrom(
  '</script><script>alert(1)//',
  '<!--<script>',
  '*/alert(1)/*',
  "';alert(1)//",
  '\u2028alert(1)\u2029',
  '$& $` $1',
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
});

describe('generateCode', () => {
  it('gives code that parses and is inert in HTML, whatever a configuration holds', () => {
    const anyRequest = fc.tuple(anyMetric, fc.constantFrom(...transports), id, text, text);
    fc.assert(
      fc.property(anyRequest, ([any, transport, apiKey, browserToken, path]) => {
        const publicUrl = `https://metrics.example.test/${path}`;
        const { code, scriptTag, snippet } = generateCode({ metric: any, transport, apiKey, browserToken, publicUrl });
        new Script(code);
        expect(code).not.toMatch(/<\/script|<!--|\u2028|\u2029/i);
        expect(snippet).toBe(`<script>\n${code}</script>`);
        expect(scriptTag).toMatch(/^<script async src="[^"<>]*"><\/script>$/);
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

  it('is ASCII but for the letters of the comment', () => {
    const code = codeOf({ name: 'Seitenaufrufe für Köln', labels: { größe: '$path' }, trackingEvents: ['größe'] });
    expect(code).toContain(' * Metric: Seitenaufrufe für Köln (page_views, counter)\n');
    expect(code.slice(code.indexOf('*/'))).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('runs in browsers of 2019: nothing newer than ES2018 is in it', async () => {
    const all = codeOf({
      trackingEvents: [...scriptEvents, 'signup'],
      labels: { path: '$path', source: '$utm_source' },
    });
    for (const code of [all, renderLibrary('https://metrics.example.test')]) {
      const [old, latest] = await Promise.all([
        transform(code, { target: 'es2018' }),
        transform(code, { target: 'esnext' }),
      ]);
      expect(old.code).toBe(latest.code);
    }
  });

  it('gives the same code for the same request', () => {
    expect(generateCode(request())).toEqual(generateCode(request()));
  });

  it('names the collector, the key and the token', () => {
    const { code, scriptTag, sizeBytes } = generateCode(request());
    expect(code).toContain('"endpoint":"https://metrics.example.test/api/v1/metrics"');
    expect(code).toContain('"apiKey":"mk_0123456789abcdefghij"');
    expect(code).toContain('"apiSecret":"mb_k1.1.');
    expect(scriptTag).toBe(
      '<script async src="https://metrics.example.test/api/v1/client/script.js?config=6f1d3f0a-4f7e-4e0e-9f0e-0a1b2c3d4e5f&key=mk_0123456789abcdefghij"></script>',
    );
    expect(generateCode(request({}, { transport: 'simple' })).scriptTag).toContain('&transport=simple"');
    expect(sizeBytes).toBe(Buffer.byteLength(code));
  });

  it('takes only the pieces that the configuration uses', () => {
    const events: Record<string, string> = {
      page_view: 'pushState',
      click: '[role=button]',
      form_submit: 'form_submit',
      outbound_click: '"outbound_click")',
      file_download: '"file_download")',
      error: 'unhandledrejection',
      page_load: 'loadEventEnd',
      signup: 'data-uvp-event',
    };
    for (const [event, sign] of Object.entries(events)) {
      const code = codeOf({ trackingEvents: [event] }).split('*/')[1] ?? '';
      for (const [other, otherSign] of Object.entries(events)) {
        expect(code.includes(otherSign), `${otherSign} in the code of ${event}`).toBe(
          sign === otherSign || other === event,
        );
      }
    }
    expect(codeOf()).not.toContain('URLSearchParams');
    expect(codeOf({ labels: { campaign: '$utm_campaign' } })).toContain('URLSearchParams');
    expect(codeOf()).toContain('X-API-Secret');
    expect(codeOf({}, { transport: 'simple' })).not.toContain('X-API-Secret');
    expect(codeOf()).not.toContain('ageMs');
    expect(codeOf({ metricType: 'gauge', autoTrack: false })).toContain('ageMs');
  });

  it('knows every feature that a piece asks for, and has a piece for every feature', () => {
    const asked = new Set(pageParts.flatMap(([needs]) => needs.flat()));
    asked.delete('library');
    expect([...asked].sort()).toEqual([...allFeatures].sort());
    const wanted = featuresOf(
      { ...metric, labels: { a: '$path', b: '$utm_term', c: 'plain' }, trackingEvents: ['click', 'signup'] },
      'headers',
    );
    expect([...wanted].sort()).toEqual(
      ['event.click', 'event.custom', 'label.path', 'label.utm', 'transport.headers', 'type.counter'].sort(),
    );
    expect(libraryCode).not.toContain('//!');
  });
});
