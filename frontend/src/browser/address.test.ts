// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { ownAddress, pageUrl, storedName } from './address.ts';

const before = location.href;
const at = (url: string) => {
  location.href = url;
};
afterEach(() => at(before));

describe('the address of the page', () => {
  it.each([
    ['https://a.example/', 'https://a.example/', 'uvp.session'],
    ['https://a.example/#/metrics/1?x=y', 'https://a.example/', 'uvp.session'],
    ['https://a.example/index.html#/keys', 'https://a.example/', 'uvp.session'],
    ['https://a.example/uvp/', 'https://a.example/uvp/', 'uvp/uvp.session'],
    ['https://a.example/tools/uvp/?a=b#/', 'https://a.example/tools/uvp/', 'uvp/tools/uvp.session'],
  ])('%s begins everything that is ours', (url, own, name) => {
    at(url);
    expect(pageUrl().href).toBe(own);
    expect(ownAddress('api/v1/health')).toBe(`${own}api/v1/health`);
    expect(storedName('session')).toBe(name);
  });
});
