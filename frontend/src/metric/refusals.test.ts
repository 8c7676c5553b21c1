import { describe, expect, it } from 'vitest';
import { cureOf, explainRefusal } from './refusals.ts';

describe('a reason to refuse', () => {
  it('that nobody has explained is still told', () => {
    expect(explainRefusal('moon_is_full')).toMatchObject({ title: 'moon is full' });
  });

  it.each([
    ['origin_not_allowed', null, '#/keys'],
    ['secret_in_browser', 'm1', '#/keys'],
    ['unknown_metric', null, '#/metrics'],
    ['metric_deleted', null, '#/metrics'],
    ['undeclared_label', 'm1', '#/metrics/m1/edit'],
    ['config_inactive', 'm1', '#/metrics/m1/edit'],
    ['config_inactive', null, undefined],
    ['invalid_value', 'm1', undefined],
  ])('%s of %s is cured at %s', (code, metricConfigId, href) => {
    expect(cureOf(code, metricConfigId)?.href).toBe(href);
  });
});
