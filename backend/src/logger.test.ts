import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger, redact } from './logger.ts';
import { createMemoryLog } from './testing/memoryLog.ts';

const secret = `ms_live_${'A1b2'.repeat(12)}x`;
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
const browserToken = 'mb_k1.1.AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB';
const siteToken = 'mt_k1.1.BBBBBBBBBBBBBBBBBBBBBB';

describe('redact', () => {
  it('hides what stands under a secret-sounding key, at any depth and in any spelling', () => {
    const facts = {
      password: 'a',
      Authorization: 'b',
      apiSecret: 'c',
      'X-API-Secret': 'd',
      api_secret: 'e',
      nested: { list: [{ token: 'f', keyName: 'Shop' }] },
      jwtSecret: 'g',
      DATABASE_URL: 'h',
    };
    expect(redact(facts)).toEqual({
      password: '[redacted]',
      Authorization: '[redacted]',
      apiSecret: '[redacted]',
      'X-API-Secret': '[redacted]',
      api_secret: '[redacted]',
      nested: { list: [{ token: '[redacted]', keyName: 'Shop' }] },
      jwtSecret: '[redacted]',
      DATABASE_URL: '[redacted]',
    });
  });

  it.each([secret, jwt, browserToken, siteToken, `Bearer ${jwt}`])('hides %s inside text', (text) => {
    const hidden = String(redact(`before ${text} after`));
    expect(hidden).toMatch(/^before .*after$/);
    expect(hidden).not.toContain(text.slice(8));
  });

  it.each(['postgres://uvp:hunter2@db:5432/uvp', 'could not reach postgresql://a:!hunter2@h/x?ssl=1'])(
    'hides the password of %s',
    (text) => expect(String(redact(text))).not.toContain('hunter2'),
  );

  it('shows the cause of an error, without secrets', () => {
    const error = new Error(`no luck with ${secret}`, {
      cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
    });
    const text = JSON.stringify(redact({ error }));
    expect(text).toContain('ECONNREFUSED');
    expect(text).not.toContain(secret);
  });

  it('ends with what is deep, long or in a circle', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(JSON.stringify(redact(circle))).toContain('[deep]');
    const looped = new Error('loop');
    looped.cause = looped;
    expect(JSON.stringify(redact({ looped })).length).toBeLessThan(20_000);
    expect((redact(Array.from({ length: 1000 }, () => 1)) as unknown[]).length).toBe(50);
  });

  it('leaves the rest as it is', () => {
    const at = new Date(0);
    expect(redact({ a: 1, b: null, c: true, at, keyName: 'token of love' })).toEqual({
      a: 1,
      b: null,
      c: true,
      at,
      keyName: 'token of love',
    });
  });
});

describe('createLogger', () => {
  it('writes one JSON object a line, whatever is in it', () => {
    const log = createMemoryLog();
    log.logger.info('line one\nlevel=error forged', { userAgent: 'x\r\n{"level":"error"}' });
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).not.toContain('\n');
    expect(JSON.parse(log.lines[0] ?? '')).toMatchObject({
      level: 'info',
      message: 'line one\\u000alevel=error forged',
    });
  });

  it('writes one readable line otherwise', () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const logger = createLogger({ level: 'info', json: false, stream });
    logger.warn('slow\nquery', { requestId: 'abc\n', error: new Error('a\nb') });
    logger.debug('not asked for');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain('\n');
    expect(lines[0]).toMatch(/warn +slow\\u000aquery .*"requestId":"abc\\n"/);
  });

  it('redacts the message and the facts', () => {
    const log = createMemoryLog();
    log.logger.error(`failed for ${jwt}`, { password: 'hunter2', error: new Error(secret) });
    expect(log.text()).not.toMatch(/eyJ|hunter2|ms_live_A/);
  });
});
