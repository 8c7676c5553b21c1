import { describe, expect, it } from 'vitest';
import { judge } from './gatewayRules.ts';

describe('judge', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/d/uvp-counter/counter'],
    ['GET', '/api/search'],
    ['GET', '/api/user'],
    ['GET', '/api/org'],
    ['GET', '/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards/uvp-counter/dto'],
    ['POST', '/api/ds/query'],
    ['GET', '/api/datasources/uid/uvp-prometheus/resources/api/v1/labels'],
    ['POST', '/api/datasources/uid/uvp-prometheus/resources/api/v1/series'],
    ['POST', '/api/user/stars/dashboard/uid/uvp-counter'],
    ['PUT', '/api/user/preferences'],
  ])('lets %s %s through', (method, path) => {
    expect(judge(method, path)).toBe('forward');
  });

  it('gives files to everybody, and takes none', () => {
    expect(judge('GET', '/public/build/app.123.js')).toBe('asset');
    expect(judge('POST', '/public/build/app.123.js')).toBe('refuse');
  });

  it.each([
    ['GET', '/login'],
    ['POST', '/login'],
    ['GET', '/Login/'],
    ['GET', '/signup'],
    ['GET', '/admin/users'],
    ['GET', '/org/users'],
    ['GET', '/api/admin/settings'],
    ['GET', '/api/orgs/1'],
    ['GET', '/api/org/users/lookup'],
    ['GET', '/api/users/lookup'],
    ['GET', '/API/Users'],
    ['GET', '/api/auth/keys'],
    ['GET', '/api/serviceaccounts/search'],
    ['GET', '/api/snapshots/x'],
    ['GET', '/api/alertmanager/grafana/api/v2/alerts'],
    ['GET', '/api/v1/provisioning/alert-rules'],
    ['GET', '/api/ruler/grafana/api/v1/rules'],
    ['POST', '/api/user/using/2'],
    ['GET', '/api/live/ws'],
    ['GET', '/api/gnet/plugins'],
    ['GET', '/apis/notifications.alerting.grafana.app/v0alpha1'],
    ['GET', '/apis/rules.alerting.grafana.app/v0alpha1'],
    ['GET', '/apis/iam.grafana.app/v0alpha1/namespaces/default/users'],
    ['GET', '/metrics'],
    ['GET', '/debug/pprof'],
    ['GET', '/render/d-solo/x'],
    ['POST', '/api/annotations'],
    ['PATCH', '/api/annotations/1'],
    ['POST', '/api/dashboards/db'],
    ['POST', '/api/short-urls'],
    ['DELETE', '/api/datasources/uid/uvp-prometheus'],
    ['PUT', '/api/datasources/uid/uvp-prometheus/resources'],
    ['POST', '/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards'],
  ])('refuses %s %s', (method, path) => {
    expect(judge(method, path)).toBe('refuse');
  });

  it.each([
    '/public/../api/admin/settings',
    '/public/%2e%2e/api/admin/settings',
    '/public/..%2fapi/admin',
    '/api//admin',
    '//api/admin',
    '/./api/admin',
    '/api/%61dmin/settings',
    '/api/adm%69n',
    '/api%2fadmin',
    '/api\\admin',
    '/api/%5cadmin',
    '/api/admin%00',
    '/api/%2561dmin',
    '/d/%ff',
    'http://elsewhere.test/d/x',
    '/d/x y',
  ])('does not take %s for something else', (path) => {
    expect(judge('GET', path)).toBe('refuse');
  });

  it('signs out', () => {
    expect(judge('GET', '/logout')).toBe('signOut');
  });
});
