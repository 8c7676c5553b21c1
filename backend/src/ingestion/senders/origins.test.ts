import { describe, expect, it } from 'vitest';
import { originAllowed } from './origins.ts';

describe('originAllowed', () => {
  const allowed = [
    'https://shop.example',
    'https://*.blog.example',
    'http://localhost:5173',
    'https://*.port.example:8443',
  ];

  it.each([
    'https://shop.example',
    'https://SHOP.example',
    'https://a.blog.example',
    'https://a.b.blog.example',
    'http://localhost:5173',
    'https://a.port.example:8443',
  ])('lets %s in', (origin) => expect(originAllowed(origin, allowed)).toBe(true));

  it.each([
    'null',
    '',
    'http://shop.example',
    'https://shop.example:444',
    'https://shop.example.evil.test',
    'https://evilshop.example',
    'https://sub.shop.example',
    'https://blog.example',
    'https://evilblog.example',
    'https://.blog.example',
    'http://a.blog.example',
    'https://a.blog.example:8443',
    'https://a.blog.example.evil.test',
    'http://localhost',
    'https://a.port.example',
  ])('keeps %j out', (origin) => expect(originAllowed(origin, allowed)).toBe(false));

  it('knows nobody on an empty list', () => expect(originAllowed('https://shop.example', [])).toBe(false));
});
