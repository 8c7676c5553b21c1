import { FiltersEngine, Request } from '@ghostery/adblocker';
import { describe, expect, it } from 'vitest';
import { buildCodeRequest } from '../testing/codeRequest.ts';
import { collectorExpression, scriptAddress } from '../tracking-code/addresses.ts';

/** The rule of EasyPrivacy that fits a path of ours. */
const engine = FiltersEngine.parse('/api/v1/metrics');
const site = 'https://www.shop.example/';

const isRefused = (url: string, type: 'xhr' | 'script') =>
  engine.match(Request.fromRawDetails({ url, sourceUrl: site, type })).match;

/** The two requests of a page whose platform is at this address. */
function requestsOf(paths: { scriptPath?: string; collectPath?: string }, publicUrl: string) {
  const request = buildCodeRequest({}, { publicUrl, ...paths });
  return {
    script: isRefused(`${scriptAddress(request)}?key=mk_0123456789abcdefghij`, 'script'),
    samples: isRefused(JSON.parse(collectorExpression(request)), 'xhr'),
  };
}

describe.each([
  ['another host', 'https://metrics.example.com'],
  ['the host of the page', 'https://www.shop.example'],
  ['the host of the page, below a path', 'https://www.shop.example/uvp'],
])('a content blocker that uses the rule as it stands, and a platform on %s', (_where, publicUrl) => {
  it('let samples through by the paths of docs/operations.md, and not by the standard one', () => {
    expect(requestsOf({}, publicUrl)).toEqual({ script: false, samples: true });
    const chosen = { scriptPath: '/s/site.js', collectPath: '/s/send' };
    expect(requestsOf(chosen, publicUrl)).toEqual({ script: false, samples: false });
  });
});
