import { describe, expect, it } from 'vitest';
import { originAllowed } from '../../ingestion/senders/origins.ts';
import { normalizeAllowedOrigin } from './allowedOrigin.ts';

describe('normalizeAllowedOrigin', () => {
  it.each([
    ['https://shop.example', 'https://shop.example'],
    ['https://shop.example/', 'https://shop.example'],
    ['HTTPS://Shop.Example', 'https://shop.example'],
    ['https://shop.example:443', 'https://shop.example'],
    ['https://shop.example:8443', 'https://shop.example:8443'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https://*.shop.example', 'https://*.shop.example'],
    ['https://*.Shop.example:8443/', 'https://*.shop.example:8443'],
  ])('turns %s into %s', (given, expected) => {
    expect(normalizeAllowedOrigin(given)).toBe(expected);
    expect(originAllowed(expected.replace('*.', 'www.'), [expected])).toBe(true);
  });

  it.each([
    '',
    '*',
    'null',
    'shop.example',
    'https://',
    'https://*',
    'https://*.',
    'https://*.com',
    'https://*.192.0.2.1',
    'https://*.[::1]',
    'https://*.*.shop.example',
    'https://shop.*.example',
    'https://*shop.example',
    'https://shop.example/path',
    'https://shop.example?x',
    'https://shop.example#x',
    'https://user@shop.example',
    'https://shop.example\\evil',
    'https://shop .example',
    'https://shop.example.',
    'https://shop.example:99999',
    'ftp://shop.example',
    'javascript:alert(1)',
    'file:///etc/passwd',
    `https://${'a'.repeat(300)}.example`,
  ])('refuses %j', (given) => expect(normalizeAllowedOrigin(given)).toBeUndefined());
});
