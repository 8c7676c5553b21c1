import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { buildCodeRequest } from '../testing/codeRequest.ts';
import { collectorExpression, scriptAddress } from './addresses.ts';

const inPage = (expression: string) =>
  runInNewContext(expression, { location: { origin: 'https://www.shop.example' } });
const chosen = { scriptPath: '/s/site.js', collectPath: '/s/send' };

describe('the addresses in generated code', () => {
  it.each([
    ['https://metrics.example.test', {}, '/api/v1/client/script.js', '/api/v1/metrics'],
    ['https://metrics.example.test', chosen, '/s/site.js', '/s/send'],
    ['https://example.test:8443/uvp', chosen, '/uvp/s/site.js', '/uvp/s/send'],
  ])('of %s with %j are on its host, or on that of the page', (publicUrl, paths, script, collector) => {
    const { origin } = new URL(publicUrl);
    const ofPlatform = buildCodeRequest({}, { publicUrl, ...paths });
    expect(scriptAddress(ofPlatform)).toBe(origin + script);
    expect(inPage(collectorExpression(ofPlatform))).toBe(origin + collector);
    const ofPage = buildCodeRequest({}, { publicUrl, ...paths, host: 'page' });
    expect(scriptAddress(ofPage)).toBe(script);
    expect(inPage(collectorExpression(ofPage))).toBe(`https://www.shop.example${collector}`);
  });
});
