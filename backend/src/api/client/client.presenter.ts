import type { Config } from '../../config.ts';
import type { PresentedSiteTag } from '../../contract/service.ts';
import { standardPaths } from '../../publicAddresses.ts';
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
  /** Where the generic library is for pages: at SCRIPT_PATH, if that is set. */
  readonly pageScriptUrl: string;
  /** Where pages send: to COLLECT_PATH, if that is set. */
  readonly pageEndpoint: string;
  /** HTML that shows how to use it. */
  readonly usage: string;
}

export function presentClient(config: Pick<Config, 'publicUrl' | 'scriptPath' | 'collectPath'>): ClientInfo {
  const { publicUrl, scriptPath, collectPath } = config;
  const pageScriptUrl = publicUrl + scriptPath;
  return {
    name: 'uvp',
    version: trackerVersion,
    scriptUrl: publicUrl + standardPaths.script,
    endpoint: publicUrl + standardPaths.collect,
    pageScriptUrl,
    pageEndpoint: publicUrl + collectPath,
    usage: [
      `<script src="${pageScriptUrl}"></script>`,
      '<script>',
      "  const client = uvp.init({ apiKey: 'mk_…', apiSecret: 'mb_…' });",
      '  // Call it from your own code. Nothing is counted until you do.',
      "  function countSignup() { client.track('signups', { value: 1, labels: { plan: 'pro' } }); }",
      '</script>',
    ].join('\n'),
  };
}

/** The tag of a whole website, from the key alone. */
export function presentSiteTag(
  config: Pick<Config, 'publicUrl' | 'scriptPath' | 'collectPath'>,
  apiKey: string,
): PresentedSiteTag {
  const addresses = { ...config, host: 'platform' } as const;
  return {
    scriptTag: siteTagOf(addresses, apiKey),
    earlyTag: earlyTagOf({ scope: 'site', metrics: [] }),
    scriptUrl: siteScriptUrlOf(addresses, apiKey),
    endpoint: presentClient(config).pageEndpoint,
  };
}
