// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildConfig, buildKey, buildSiteCode } from '../../testing/records.ts';
import { choose, control, find, labelled, press, show, texts, type } from '../../testing/screen.ts';
import { askFromShell, ownGrafana } from './connectPanels.ts';
import { keyCard } from './keyCard.ts';
import { keyFields } from './keyFields.ts';
import { secretPanel } from './secretPanel.ts';
import { siteTag } from './siteTag.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');

describe('what a key may', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  function make(key?: Parameters<typeof keyFields>[0]) {
    const { fields, read } = keyFields(key);
    const place = show(document.createElement('div'));
    place.append(...fields.map((field) => field.element));
    return {
      place,
      read,
      input: (label: string) => labelled(place, label),
      faults: () => fields.map((one) => one.check()),
    };
  }

  it('is nothing special at first, but it has no name yet', () => {
    const { read, faults } = make();
    expect(read()).toEqual({
      keyName: '',
      expiresAt: null,
      allowedOrigins: [],
      createsMetrics: false,
      countRobots: false,
    });
    expect(faults()).toEqual(['is needed', undefined, undefined, undefined, undefined]);
  });

  it('is read as the API takes it', () => {
    const { read, input, place } = make();
    type(input('Name'), ' Shop ');
    type(input('Expires at the end of'), '2026-06-30');
    const origins = find<HTMLInputElement>(place, '[name=allowedOrigins]');
    type(origins, 'https://shop.example');
    press(origins, 'Enter');
    choose(input('Creates metrics'), true);
    expect(read()).toEqual({
      keyName: 'Shop',
      expiresAt: new Date('2026-06-30T23:59:59').toISOString(),
      allowedOrigins: ['https://shop.example'],
      createsMetrics: true,
      countRobots: false,
    });
  });

  it('does not end in the past', () => {
    const { input, faults } = make(buildKey());
    type(input('Expires at the end of'), '2026-05-31');
    expect(faults()[1]).toBe('must be in the future');
    type(input('Expires at the end of'), '2026-06-01');
    expect(faults()[1]).toBe(undefined);
  });

  it.each(['UTC', 'America/Los_Angeles', 'Pacific/Auckland'])(
    'keeps the hour of its end when its date is not touched, in %s',
    (zone) => {
      vi.stubEnv('TZ', zone);
      for (const expiresAt of ['2026-07-01T01:00:00.000Z', '2026-07-01T22:00:00.000Z']) {
        const { read, input } = make(buildKey({ expiresAt }));
        expect(read().expiresAt).toBe(expiresAt);
        type(input('Expires at the end of'), '2026-07-09');
        expect(read().expiresAt).toBe(new Date('2026-07-09T23:59:59').toISOString());
        type(input('Expires at the end of'), '');
        expect(read().expiresAt).toBe(null);
      }
    },
  );
});

describe('the card of a key', () => {
  const actions = { edit: vi.fn(), rotate: vi.fn(), setActive: vi.fn(), revoke: vi.fn() };
  const card = (fields = {}) =>
    show(
      keyCard(
        buildKey({ allowedOrigins: ['https://a.example'], ...fields }),
        NOW,
        actions,
        document.createElement('i'),
      ),
    );
  const pillOf = (fields: object) => find(card(fields), '.pill').textContent;

  it('says whether it works', () => {
    expect(pillOf({})).toBe('Active');
    expect(pillOf({ isActive: false })).toBe('Off');
    expect(pillOf({ expiresAt: new Date(NOW).toISOString() })).toBe('Expired');
    expect(pillOf({ isActive: false, expiresAt: new Date(NOW).toISOString() })).toBe('Expired');
  });

  it('has what it is and may, and what to watch', () => {
    const made = card({ lastUsedAt: new Date(NOW - 60_000).toISOString(), allowedOrigins: [] });
    expect(texts(made, 'dd').map((text) => text.replace(/Copy.*/, ''))).toEqual([
      'mk_0123456789',
      'sk_…cdef',
      '1 min ago',
      'never',
      'no',
      'left out',
      'all',
    ]);
    expect(made.textContent).toContain('Without allowed origins');
  });

  it('does what its buttons say, each of this key', () => {
    const made = card();
    for (const name of ['Edit Shop', 'Rotate secret of Shop', 'Deactivate Shop', 'Revoke Shop'])
      control(made, name).click();
    expect([actions.edit, actions.rotate, actions.revoke].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1]);
    control(card({ isActive: false }), 'Activate Shop').click();
    expect(actions.setActive.mock.calls).toEqual([[false], [true]]);
  });
});

describe('a secret', () => {
  it('is shown to be copied or downloaded, and put away', async () => {
    const onSaved = vi.fn();
    const files: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => `blob:${files.push(blob as Blob)}`);
    const key = { keyName: 'Shop', apiKey: 'mk_1', apiSecret: 'sk_1' };
    const made = show(secretPanel(key, 'https://u.example/api/v1/metrics', onSaved));
    expect(texts(made, 'dd code')).toEqual(['mk_1', 'sk_1']);
    control(made, 'Download as .env').click();
    expect(await files[0]?.text()).toBe(
      'UVP_ENDPOINT=https://u.example/api/v1/metrics\nUVP_API_KEY=mk_1\nUVP_API_SECRET=sk_1\n',
    );
    expect(onSaved).not.toHaveBeenCalled();
    control(made, 'I saved it').click();
    expect(onSaved).toHaveBeenCalledOnce();
  });
});

describe('the site tag', () => {
  // The link for a colleague begins with the page's own address.
  const before = location.href;
  beforeEach(() => {
    location.href = 'https://u.example/';
  });
  afterEach(() => {
    location.href = before;
  });
  const counted = (
    names: readonly string[],
    configs = names.map((name) => buildConfig({ id: name, name, metricName: name })),
  ) => texts(siteTag(buildSiteCode({ metrics: [...names] }), { apiKey: 'mk_1', keyName: 'Shop' }, configs), 'dd')[0];

  it('names what it counts, and no more than twenty', () => {
    expect(counted(['a', 'b'])).toBe('a, b');
    const many = Array.from({ length: 22 }, (_, index) => `m${index}`);
    expect(counted(many)).toBe(`${many.slice(0, 20).join(', ')} and 2 more`);
    expect(counted([])).toContain('nothing yet');
  });

  it('leaves out what is not for pages or switched off', () => {
    const configs = [
      buildConfig({ name: 'In', metricName: 'a' }),
      buildConfig({ name: 'Off', metricName: 'a', isActive: false }),
      buildConfig({ name: 'Servers', metricName: 'a', inPages: false }),
    ];
    expect(counted(['a'], configs)).toBe('In');
  });

  it('says how large its script is', () => {
    expect(texts(siteTag(buildSiteCode(), { apiKey: 'mk_1', keyName: 'Shop' }, []), 'dd')[1]).toBe('4.2 kB gzip');
  });
});

describe('how to connect', () => {
  const endpoint = 'https://u.example/api/v1/metrics';

  it('is with the key that works', () => {
    const key = { apiKey: 'mk_1' };
    expect(askFromShell(endpoint, key).textContent).toContain('-u "mk_1:$UVP_API_SECRET"');
    const settings = texts(ownGrafana(endpoint, key), 'dd code');
    expect(settings).toEqual(['https://u.example/api/v1/prometheus', 'mk_1']);
  });

  it('without one says that none works', () => {
    const text = ownGrafana(endpoint, undefined).textContent;
    expect(text).toContain('None of your API keys works');
    expect(text).toContain('mk_…');
  });
});
