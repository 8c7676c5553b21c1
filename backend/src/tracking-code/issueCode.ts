import type { Config } from '../config.ts';
import type { Transport } from '../contract/transports.ts';
import { signBrowserToken } from '../credentials/browserToken.ts';
import type { CodeRequest } from './assemble.ts';
import type { TrackedMetric } from './trackedMetric.ts';

/**
 * Signs the browser token of a metric for one API key: with it the code can be generated. Whether the caller may have it is decided
 * before.
 */
export function issueCode(
  config: Pick<Config, 'browserTokenKeys' | 'publicUrl'>,
  metric: TrackedMetric & { readonly tokenVersion: number },
  apiKey: string,
  transport: Transport,
): CodeRequest {
  const [signingKey] = config.browserTokenKeys;
  if (!signingKey) throw new Error('BROWSER_TOKEN_KEYS holds no key');
  const claims = { apiKey, metricConfigId: metric.id, tokenVersion: metric.tokenVersion };
  const browserToken = signBrowserToken(claims, signingKey);
  return { scope: 'metric', metrics: [metric], apiKey, browserToken, publicUrl: config.publicUrl, transport };
}
