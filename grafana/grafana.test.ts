import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { metricTypes } from '../backend/src/contract/metricTypes.ts';
import { createMetrics } from '../backend/src/telemetry/metrics.ts';
import { readIni } from '../backend/src/testing/standInGrafana.ts';
import { dashboardsDir, readDashboards, targetsOf } from './dashboardJson.ts';
import { dashboards as made, toJson } from './dashboards/index.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');
const dashboards = [...readDashboards().values()];

describe('grafana.ini', () => {
  const settings = readIni(read('grafana.ini'));

  it('keeps up the wall between tenants', () => {
    expect(settings).toMatchObject({
      'dataproxy.send_user_header': 'true',
      'auth.jwt.enabled': 'true',
      'auth.jwt.header_name': 'X-JWT-Assertion',
      'auth.jwt.username_claim': 'sub',
      'auth.jwt.url_login': 'false',
      'auth.jwt.allow_assign_grafana_admin': 'false',
      'auth.jwt.skip_org_role_sync': 'true',
      'auth.basic.enabled': 'false',
      'auth.anonymous.enabled': 'false',
      'auth.disable_login_form': 'true',
      'users.auto_assign_org_role': 'Viewer',
      'users.allow_sign_up': 'false',
      'unified_alerting.enabled': 'false',
      'public_dashboards.enabled': 'false',
      'snapshots.enabled': 'false',
    });
    expect(JSON.parse(settings['auth.jwt.expect_claims'] ?? '')).toEqual({ iss: 'uvp', aud: 'grafana' });
    // A second source of keys, or a person's e-mail address, would be a second way in.
    for (const name of ['email_claim', 'jwk_set_url', 'jwk_set_file', 'key_id']) {
      expect(settings[`auth.jwt.${name}`]).toBeUndefined();
    }
  });

  it('holds no secret and needs two variables', () => {
    expect(Object.keys(settings).filter((name) => /password|secret/.test(name))).toEqual([]);
    const variables = Object.values(settings).flatMap((value) =>
      [...value.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name),
    );
    expect(variables.sort()).toEqual(['UVP_GRAFANA_KEY_FILE', 'UVP_GRAFANA_ROOT_URL']);
  });
});

describe('provisioning', () => {
  it('has one data source: the query API, with the token of the environment', () => {
    const { prune, datasources } = parse(read('provisioning/datasources/uvp.yml'));
    expect(prune).toBe(true);
    expect(datasources).toEqual([
      expect.objectContaining({
        uid: 'uvp-prometheus',
        type: 'prometheus',
        access: 'proxy',
        url: '$UVP_GRAFANA_DATASOURCE_URL',
        isDefault: true,
        editable: false,
        jsonData: expect.objectContaining({
          manageAlerts: false,
          timeInterval: '15s',
          httpHeaderName1: 'Authorization',
        }),
        secureJsonData: { httpHeaderValue1: 'Bearer $GRAFANA_DATASOURCE_TOKEN' },
      }),
    ]);
  });

  it('reads dashboards from the folder that the environment gives, and lets nobody change them', () => {
    expect(parse(read('provisioning/dashboards/uvp.yml')).providers).toEqual([
      expect.objectContaining({
        folderUid: 'uvp',
        allowUiUpdates: false,
        disableDeletion: true,
        options: { path: '$UVP_GRAFANA_DASHBOARDS_DIR' },
      }),
    ]);
  });
});

describe('dashboards', () => {
  it('are these seven, as `npm run dashboards` writes them', () => {
    expect(Object.keys(made).sort()).toEqual([...readDashboards().keys()].sort());
    for (const [name, dashboard] of Object.entries(made)) {
      expect(readFileSync(join(dashboardsDir, name), 'utf8'), `${name}: run npm run dashboards`).toBe(
        toJson(dashboard),
      );
    }
    const uids = ['overview', 'counter', 'gauge', 'histogram', 'summary', 'web-vitals', 'operations'];
    expect(Object.values(made).map(({ uid }) => uid)).toEqual(uids.map((uid) => `uvp-${uid}`));
  });

  it.each(dashboards)('$title: the classic schema, a shared crosshair, few panels', (dashboard) => {
    expect(dashboard).toMatchObject({ schemaVersion: 42, graphTooltip: 1, refresh: '30s', editable: false });
    expect(dashboard.panels.filter(({ type }) => type !== 'row').length).toBeLessThanOrEqual(26);
  });

  it.each(dashboards)(
    '$title: every panel has an id, a description, a unit and our data source',
    ({ panels, templating }) => {
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      for (const panel of panels.filter(({ type }) => type !== 'row')) {
        expect(panel.id, panel.title).toBeGreaterThan(0);
        expect(panel.description, panel.title).toBeTruthy();
        expect(panel.fieldConfig?.defaults.unit, panel.title).toBeTruthy();
        for (const { datasource } of [panel, ...(panel.targets ?? [])]) expect(datasource?.uid).toBe('uvp-prometheus');
      }
      for (const { datasource } of templating.list.filter(({ type }) => type === 'query')) {
        expect(datasource?.uid).toBe('uvp-prometheus');
      }
    },
  );

  it.each(dashboards)('$title: panels fill their rows and do not lie on each other', ({ panels }) => {
    const taken = new Set<string>();
    for (const { title, gridPos } of panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.has(`${x} ${y}`), title).toBe(false);
          taken.add(`${x} ${y}`);
        }
      }
    }
    for (const y of new Set(panels.map(({ gridPos }) => gridPos.y))) {
      const width = panels.filter(({ gridPos }) => gridPos.y === y).reduce((sum, { gridPos }) => sum + gridPos.w, 0);
      expect(width, `row ${y}`).toBe(24);
    }
  });

  it('give a line its colour by its name', () => {
    const graphs = dashboards.flatMap(({ panels }) => panels).filter(({ type }) => type === 'timeseries');
    expect(graphs.length).toBeGreaterThan(10);
    for (const { title, fieldConfig } of graphs)
      expect(fieldConfig?.defaults.color, title).toEqual({ mode: 'palette-classic-by-name' });
  });

  it('say the same number of now in every range', () => {
    const ofNow = dashboards.flatMap(targetsOf).filter(({ panel }) => /\bnow\b/.test(panel.title));
    expect(ofNow.length).toBeGreaterThanOrEqual(5);
    for (const { panel, target } of ofNow) {
      // The last point of a line may be a whole step old, and windows that follow the range make another number of it.
      expect(target.instant, panel.title).toBe(true);
      expect(target.expr, panel.title).not.toMatch(/\$__(rate_)?interval|\$__range/);
    }
  });

  it('use only metrics of ours that exist', async () => {
    const declared = new Set((await createMetrics().registry.getMetricsAsJSON()).map(({ name }) => name));
    const used = dashboards
      .flatMap(targetsOf)
      .flatMap(({ target }) => target.expr.match(/\b(uvp|nodejs|process)_\w+/g) ?? []);
    expect(used.length).toBeGreaterThan(15);
    for (const name of used) {
      const known = [name, name.replace(/_(bucket|sum|count)$/, '')].some((known) => declared.has(known));
      expect(known, name).toBe(true);
    }
  });

  it('use only variables that they have', () => {
    const builtIn = ['__range', '__rate_interval', '__interval', '1'];
    for (const dashboard of dashboards) {
      const own = dashboard.templating.list.map(({ name }) => name);
      const texts = targetsOf(dashboard).map(({ target }) => target.expr);
      const definitions = dashboard.templating.list.map(({ definition }) => definition ?? '');
      const used = [...texts, ...definitions].flatMap((text) => [...text.matchAll(/\$\{?(\w+)/g)]);
      for (const [, name] of used) expect([...own, ...builtIn], dashboard.title).toContain(name);
    }
  });

  it.each(metricTypes)('open on a %s as the app links it', (type) => {
    const dashboard = dashboards.find(({ uid }) => uid === `uvp-${type}`);
    expect(dashboard?.templating.list.map(({ name }) => name)).toContain('metric');
  });

  it('link to dashboards that exist', () => {
    const uids = new Set(dashboards.map(({ uid }) => uid));
    const links = [...JSON.stringify(dashboards).matchAll(/"\/d\/([\w-]+)\?var-(\w+)=/g)];
    expect(links.length).toBeGreaterThanOrEqual(5);
    for (const [, uid = '', variable] of links) {
      expect(uids).toContain(uid);
      const target = dashboards.find((dashboard) => dashboard.uid === uid);
      expect(target?.templating.list.map(({ name }) => name)).toContain(variable);
    }
  });
});
