import { describe, expect, it } from 'vitest';
import { matchRoute } from './routes.ts';

const routes = ['/metrics', '/metrics/new', '/metrics/:id', '/metrics/:id/edit'].map((pattern) => ({ pattern }));

describe('matchRoute', () => {
  it.each([
    ['/metrics', '/metrics', {}],
    ['/metrics/', '/metrics', {}],
    ['/metrics/new', '/metrics/new', {}],
    ['/metrics/7', '/metrics/:id', { id: '7' }],
    ['/metrics/a%2Fb/edit', '/metrics/:id/edit', { id: 'a/b' }],
  ])('finds %s', (path, pattern, params) => {
    expect(matchRoute(routes, path)).toEqual({ route: { pattern }, params });
  });

  it.each(['/', '/metric', '/metrics/7/other', '/metrics//edit', '/metrics/%E0%A4%A'])(
    'knows nothing of %s',
    (path) => {
      expect(matchRoute(routes, path)).toBeUndefined();
    },
  );
});
