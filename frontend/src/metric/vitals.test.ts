import { expect, it } from 'vitest';
import { isInPages } from './isInPages.ts';
import { templateOf, templates } from './templates.ts';
import { vitalLabelOf } from './vitals.ts';

it('vitals are told apart by the label that the script fills with their names', () => {
  expect(vitalLabelOf({ path: '$path', which: '$vital' })).toBe('which');
  expect(vitalLabelOf({ vital: 'LCP' })).toBe(undefined);
});

it('templates have ids and names of their own', () => {
  expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length);
  expect(new Set(templates.map(({ draft }) => draft.metricName)).size).toBe(templates.length);
  expect(templateOf('errors')?.title).toBe('Errors');
  expect(templateOf('nothing')).toBe(undefined);
  expect(templateOf(undefined)).toBe(undefined);
});

it.each([
  [true, true, true],
  [true, false, false],
  [false, true, false],
])('a metric that takes samples (%s) and is for pages (%s) is in the site tag: %s', (isActive, inPages, expected) => {
  expect(isInPages({ isActive, inPages })).toBe(expected);
});
