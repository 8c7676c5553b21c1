import type { PresentedSiteTag } from '../../contract/service.ts';
import { earlyTagOf } from '../../tracking-code/earlyTag.ts';
import { siteScriptUrlOf, siteTagOf } from '../../tracking-code/generateCode.ts';
import { trackerVersion } from '../../tracking-code/templates.generated.ts';

/** What there is to know about the client library. */
export interface ClientInfo {
  readonly name: string;
  readonly version: string;
  /** Where the generic library is. */
  readonly scriptUrl: string;
  /** Where samples go. */
  readonly endpoint: string;
  /** HTML that shows how to use it. */
  readonly usage: string;
}

export function presentClient(publicUrl: string): ClientInfo {
  const scriptUrl = `${publicUrl}/api/v1/client/script.js`;
  return {
    name: 'uvp',
    version: trackerVersion,
    scriptUrl,
    endpoint: `${publicUrl}/api/v1/metrics`,
    usage: [
      `<script src="${scriptUrl}"></script>`,
      '<script>',
      "  const client = uvp.init({ apiKey: 'mk_…', apiSecret: 'mb_…' });",
      '  // Call it from your own code. Nothing is counted until you do.',
      "  function countSignup() { client.track('signups', { value: 1, labels: { plan: 'pro' } }); }",
      '</script>',
    ].join('\n'),
  };
}

/** The tag of a whole website, from the key alone. */
export function presentSiteTag(publicUrl: string, apiKey: string): PresentedSiteTag {
  return {
    scriptTag: siteTagOf(publicUrl, apiKey),
    earlyTag: earlyTagOf({ scope: 'site', metrics: [] }),
    scriptUrl: siteScriptUrlOf(publicUrl, apiKey),
    endpoint: presentClient(publicUrl).endpoint,
  };
}
