import type { Config } from '../config.ts';
import { signBrowserToken } from '../credentials/browserToken.ts';
import type { TokenSigningKey } from '../credentials/signingKey.ts';
import { signSiteToken } from '../credentials/siteToken.ts';
import type { CodeRequest } from './assemble.ts';
import type { TrackedMetric } from './trackedMetric.ts';

export type CodeConfig = Pick<Config, 'browserTokenKeys' | 'publicUrl' | 'scriptPath' | 'collectPath'>;

/** What who asks for code may choose of it. */
export type CodeChoices = Pick<CodeRequest, 'transport' | 'host'>;

/**
 * Signs the browser token of a metric for one API key: with it the code can be generated. Whether the caller may have it is decided
 * before.
 */
export function issueCode(
  config: CodeConfig,
  metric: TrackedMetric & { readonly tokenVersion: number },
  apiKey: string,
  choices: CodeChoices,
): CodeRequest {
  const claims = { apiKey, metricConfigId: metric.id, tokenVersion: metric.tokenVersion };
  const browserToken = signBrowserToken(claims, signingKeyOf(config));
  return { scope: 'metric', metrics: [metric], apiKey, browserToken, ...pathsOf(config), ...choices };
}

/** The same for the site token of a key: its script counts all of the metrics. */
export function issueSiteCode(
  config: CodeConfig,
  metrics: readonly TrackedMetric[],
  { apiKey, siteTokenVersion }: { readonly apiKey: string; readonly siteTokenVersion: number },
  choices: CodeChoices,
): CodeRequest {
  const browserToken = signSiteToken({ apiKey, tokenVersion: siteTokenVersion }, signingKeyOf(config));
  return { scope: 'site', metrics, apiKey, browserToken, ...pathsOf(config), ...choices };
}

function pathsOf({ publicUrl, scriptPath, collectPath }: CodeConfig) {
  return { publicUrl, scriptPath, collectPath };
}

function signingKeyOf({ browserTokenKeys: [key] }: CodeConfig): TokenSigningKey {
  if (!key) throw new Error('BROWSER_TOKEN_KEYS holds no key');
  return key;
}
