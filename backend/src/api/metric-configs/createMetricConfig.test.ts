import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultScriptOptions } from '../../contract/scriptOptions.ts';
import { unique } from '../../testing/builders.ts';
import { counter, faultPaths, metricConfigsClient, metricConfigsPath } from '../../testing/metricConfigsClient.ts';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';

let t: TestApp;
let user: TestUser;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  user = await t.signUp();
});

const { create, created, list, get, remove } = metricConfigsClient(
  () => t,
  () => user,
);
const unknownId = '00000000-0000-4000-8000-000000000000';

describe('POST /api/v1/metric-configs', () => {
  it('creates a metric with what is left open filled in', async () => {
    const { status, body } = await create(counter);
    expect(status).toBe(201);
    expect(body.metricConfig).toMatchObject({
      ...counter,
      description: null,
      exportedName: 'visits_total',
      labels: {},
      autoTrack: false,
      trackingEvents: [],
      inPages: false,
      isActive: true,
      buckets: null,
      quantiles: null,
      maxSeries: 1000,
      scriptOptions: defaultScriptOptions,
    });
  });

  it.each([
    [{ autoTrack: true }, true],
    [{ trackingEvents: ['signup'] }, true],
    [{ trackingEvents: ['signup'], inPages: false }, false],
    [{ inPages: true }, true],
  ])('lets pages with the tag of a website add to a metric with %j: %s', async (fields, isInPages) => {
    const { body } = await create({ ...counter, metricName: `visits_${randomUUID().slice(0, 8)}`, ...fields });
    expect(body.metricConfig.inPages).toBe(isInPages);
  });

  it('keeps everything that it was given', async () => {
    const given = {
      name: 'Ladezeit 🐢',
      description: 'Erste Zeile\nzweite',
      metricName: 'load_seconds',
      metricType: 'histogram',
      labels: { page: '$path', device: '$device', plan: 'free', empty: '' },
      autoTrack: true,
      trackingEvents: ['page_load', 'checkout:done'],
      inPages: false,
      isActive: false,
      buckets: [5, 0, 0.1, 1e3],
      maxSeries: 20_000,
      scriptOptions: {
        persist: true,
        sampleOneIn: 100,
        respectGpc: true,
        respectDnt: true,
        hashRoutes: true,
        pathPatterns: ['/blog/:slug', '/files/*', '/Gr%C3%B6%C3%9Fen'],
      },
    };
    const config = await created(given);
    expect(config).toMatchObject({
      ...given,
      buckets: [0, 0.1, 5, 1000],
      exportedName: 'load_seconds',
      quantiles: null,
    });
    expect((await get(config.id)).body.metricConfig).toEqual(config);
  });

  it('gives histograms buckets by their unit and summaries the usual quantiles', async () => {
    const seconds = await created({ ...counter, metricName: 'a_seconds', metricType: 'histogram' });
    expect(seconds.buckets).toEqual([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);
    const bytes = await created({ ...counter, metricName: 'b_bytes', metricType: 'histogram', buckets: null });
    expect(bytes.buckets[0]).toBe(256);
    const summary = await created({ ...counter, metricName: 'c_seconds', metricType: 'summary' });
    expect([summary.quantiles, summary.buckets]).toEqual([[0.5, 0.9, 0.95, 0.99], null]);
    const own = await created({ ...counter, metricName: 'd', metricType: 'summary', quantiles: [0.999, 0.5] });
    expect(own.quantiles).toEqual([0.5, 0.999]);
  });

  it.each([
    ['nothing', {}, ['body.name', 'body.metricName', 'body.metricType']],
    ['a blank name', { ...counter, name: ' ' }, ['body.name']],
    ['a NUL in the name', { ...counter, name: 'a\u0000' }, ['body.name']],
    ['a lone surrogate in the name', { ...counter, name: '\ud800' }, ['body.name']],
    ['a NUL in the description', { ...counter, description: 'a\u0000' }, ['body.description']],
    ['a lone surrogate in the description', { ...counter, description: 'a\udfff' }, ['body.description']],
    ['a description of 2,001 characters', { ...counter, description: 'd'.repeat(2001) }, ['body.description']],
    ['a description that is no text', { ...counter, description: {} }, ['body.description']],
    ['a metric name that is no text', { ...counter, metricName: 1 }, ['body.metricName']],
    ['a metric name with a hyphen', { ...counter, metricName: 'page-views' }, ['body.metricName']],
    ['a metric name with a NUL', { ...counter, metricName: 'page\u0000' }, ['body.metricName']],
    ['a metric name of 201 characters', { ...counter, metricName: 'a'.repeat(201) }, ['body.metricName']],
    ['a metric name of the platform', { ...counter, metricName: 'uvp_x' }, ['body.metricName']],
    ['a gauge that ends in _total', { ...counter, metricName: 'a_total', metricType: 'gauge' }, ['body.metricName']],
    ['a type that does not exist', { ...counter, metricType: 'untyped' }, ['body.metricType']],
    ['a type of the prototype', { ...counter, metricType: 'constructor' }, ['body.metricType']],
    ['labels that are a list', { ...counter, labels: ['a'] }, ['body.labels']],
    ['labels that are null', { ...counter, labels: null }, ['body.labels']],
    ['a label that is no text', { ...counter, labels: { a: 1 } }, ['body.labels']],
    ['a reserved label', { ...counter, labels: { tenant: 'x' } }, ['body.labels']],
    ['a label with a bad name', { ...counter, labels: { 'a-b': 'x' } }, ['body.labels']],
    ['a label __proto__', { ...counter, labels: JSON.parse('{"__proto__": {"a": "b"}}') }, ['body.labels']],
    ['a label with an empty name', { ...counter, labels: { '': 'x' } }, ['body.labels']],
    ['a NUL in a label', { ...counter, labels: { a: '\u0000' } }, ['body.labels']],
    ['a lone surrogate in a label', { ...counter, labels: { a: '\ud800' } }, ['body.labels']],
    ['a label of 201 bytes', { ...counter, labels: { a: `${'é'.repeat(100)}!` } }, ['body.labels']],
    ['a label name of 121 characters', { ...counter, labels: { ['a'.repeat(121)]: '' } }, ['body.labels']],
    ['an unknown source of a label', { ...counter, labels: { a: '$cookie' } }, ['body.labels']],
    [
      '21 labels',
      { ...counter, labels: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`l${i}`, ''])) },
      ['body.labels'],
    ],
    ['autoTrack that is text', { ...counter, autoTrack: 'true' }, ['body.autoTrack']],
    ['inPages that is a number', { ...counter, inPages: 1 }, ['body.inPages']],
    ['isActive that is a list', { ...counter, isActive: [true] }, ['body.isActive']],
    ['events that are no list', { ...counter, trackingEvents: 'click' }, ['body.trackingEvents']],
    ['an event that is no text', { ...counter, trackingEvents: [['click']] }, ['body.trackingEvents']],
    ['an event with a bad name', { ...counter, trackingEvents: ['a b'] }, ['body.trackingEvents']],
    ['an event with a NUL', { ...counter, trackingEvents: ['a\u0000'] }, ['body.trackingEvents']],
    ['an event twice', { ...counter, trackingEvents: ['click', 'click'] }, ['body.trackingEvents']],
    [
      '51 events',
      { ...counter, trackingEvents: Array.from({ length: 51 }, (_, i) => `e${i}`) },
      ['body.trackingEvents'],
    ],
    [
      'a gauge of clicks',
      { ...counter, metricType: 'gauge', trackingEvents: ['page_load', 'click'] },
      ['body.trackingEvents'],
    ],
    [
      'a histogram of errors',
      { ...counter, metricType: 'histogram', trackingEvents: ['error'] },
      ['body.trackingEvents'],
    ],
    ['a summary of page views', { ...counter, metricType: 'summary', autoTrack: true }, ['body.trackingEvents']],
    ['buckets of a counter', { ...counter, buckets: [1] }, ['body.buckets']],
    ['quantiles of a histogram', { ...counter, metricType: 'histogram', quantiles: [0.5] }, ['body.quantiles']],
    ['no bucket', { ...counter, metricType: 'histogram', buckets: [] }, ['body.buckets']],
    [
      '31 buckets',
      { ...counter, metricType: 'histogram', buckets: Array.from({ length: 31 }, (_, i) => i) },
      ['body.buckets'],
    ],
    ['a bucket twice', { ...counter, metricType: 'histogram', buckets: [1, 2, 1] }, ['body.buckets']],
    ['a negative bucket', { ...counter, metricType: 'histogram', buckets: [-1, 1] }, ['body.buckets']],
    ['a bucket that is text', { ...counter, metricType: 'histogram', buckets: ['1'] }, ['body.buckets']],
    ['a quantile of 0', { ...counter, metricType: 'summary', quantiles: [0] }, ['body.quantiles']],
    ['a quantile of 1', { ...counter, metricType: 'summary', quantiles: [0.5, 1] }, ['body.quantiles']],
    ['a quantile twice', { ...counter, metricType: 'summary', quantiles: [0.5, 0.5] }, ['body.quantiles']],
    ['no series', { ...counter, maxSeries: 0 }, ['body.maxSeries']],
    ['20,001 series', { ...counter, maxSeries: 20_001 }, ['body.maxSeries']],
    ['half a series', { ...counter, maxSeries: 1.5 }, ['body.maxSeries']],
    ['series in text', { ...counter, maxSeries: '10' }, ['body.maxSeries']],
    ['script options that are a list', { ...counter, scriptOptions: [] }, ['body.scriptOptions']],
    ['script options that are null', { ...counter, scriptOptions: null }, ['body.scriptOptions']],
    ['an unknown script option', { ...counter, scriptOptions: { cookies: true } }, ['body.scriptOptions']],
    ['a script option of the prototype', { ...counter, scriptOptions: { toString: 1 } }, ['body.scriptOptions']],
    ['persist that is text', { ...counter, scriptOptions: { persist: 'yes' } }, ['body.scriptOptions']],
    ['one in none', { ...counter, scriptOptions: { sampleOneIn: 0 } }, ['body.scriptOptions']],
    ['one in 101', { ...counter, scriptOptions: { sampleOneIn: 101 } }, ['body.scriptOptions']],
    ['one in two and a half', { ...counter, scriptOptions: { sampleOneIn: 2.5 } }, ['body.scriptOptions']],
    ['a pattern without a slash', { ...counter, scriptOptions: { pathPatterns: ['blog'] } }, ['body.scriptOptions']],
    ['a pattern with a space', { ...counter, scriptOptions: { pathPatterns: ['/a b'] } }, ['body.scriptOptions']],
    ['a pattern that is no text', { ...counter, scriptOptions: { pathPatterns: [['/a']] } }, ['body.scriptOptions']],
    [
      'a pattern of 201 characters',
      { ...counter, scriptOptions: { pathPatterns: [`/${'a'.repeat(150)}`] } },
      ['body.scriptOptions'],
    ],
    [
      '21 patterns',
      { ...counter, scriptOptions: { pathPatterns: Array.from({ length: 21 }, (_, i) => `/${i}`) } },
      ['body.scriptOptions'],
    ],
    ['an id', { ...counter, id: unknownId }, ['body.id']],
    ['an owner', { ...counter, userId: unknownId }, ['body.userId']],
    ['an exported name', { ...counter, exportedName: 'x' }, ['body.exportedName']],
    ['a list', [counter], ['body', 'body.name', 'body.metricName', 'body.metricType']],
  ])('refuses %s', async (_what, body, where) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(faultPaths(answer)).toEqual(where);
    expect((await list()).body.total).toBe(0);
  });

  it('refuses a bucket that JSON turns into Infinity', async () => {
    const answer = await t.request
      .post(metricConfigsPath)
      .set({ ...user.auth, 'Content-Type': 'application/json' })
      .send('{"name":"x","metricName":"x","metricType":"histogram","buckets":[1,1e400]}');
    expect([answer.status, faultPaths(answer)]).toEqual([400, ['body.buckets']]);
  });

  it('takes events that carry a value, and names of its own, for types that need one', async () => {
    const trackingEvents = ['page_load', 'engaged_time', 'web_vital', 'scroll_depth', 'my.own-event'];
    for (const metricType of ['gauge', 'histogram', 'summary']) {
      const { status } = await create({
        ...counter,
        metricName: `m_${metricType}`,
        metricType,
        autoTrack: true,
        trackingEvents,
      });
      expect(status, metricType).toBe(201);
    }
  });

  it('keeps the exported name unique among the living metrics of a user', async () => {
    const other = await t.signUp();
    const first = await created(counter);
    const taken = await create({ ...counter, metricName: 'visits_total' });
    expect([taken.status, taken.body.code, faultPaths(taken)]).toEqual([409, 'metric_name_taken', ['body.metricName']]);
    expect((await create({ ...counter, metricType: 'gauge' })).status).toBe(201);
    expect((await create(counter, other)).status).toBe(201);
    await remove(first.id);
    expect((await create({ ...counter, metricName: 'visits_total' })).status).toBe(201);
  });

  it('lets one of several that want the same name have it', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => create(counter)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it('stops at 500 living metrics a user', async () => {
    const { MetricConfig } = t.deps.models;
    const rows = Array.from({ length: 500 }, () => unique('m'));
    await MetricConfig.bulkCreate(
      rows.map((metricName, i) => ({
        userId: user.id,
        name: 'x',
        metricName,
        exportedName: metricName,
        metricType: 'gauge' as const,
        deletedAt: i === 0 ? new Date() : null,
      })),
    );
    expect((await create(counter)).status).toBe(201);
    const refused = await create({ ...counter, metricName: 'one_more' });
    expect([refused.status, refused.body.code]).toEqual([409, 'too_many_metric_configs']);
  });
});
