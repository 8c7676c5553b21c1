import type { Config } from '../config.ts';
import { signBrowserToken } from '../ingestion/credentials/browserToken.ts';
import { type GeneratedCode, generateCode } from './generateCode.ts';
import type { TrackedMetric, Transport } from './trackedMetric.ts';

/** Signs the browser token of a metric for one API key and generates its code; whether the caller may have it is decided before. */
export function issueCode(
  config: Pick<Config, 'browserTokenKeys' | 'publicUrl'>,
  metric: TrackedMetric & { readonly tokenVersion: number },
  apiKey: string,
  transport: Transport,
): GeneratedCode {
  const [signingKey] = config.browserTokenKeys;
  if (!signingKey) throw new Error('BROWSER_TOKEN_KEYS holds no key');
  const claims = { apiKey, metricConfigId: metric.id, tokenVersion: metric.tokenVersion };
  const browserToken = signBrowserToken(claims, signingKey);
  return generateCode({ metric, apiKey, browserToken, publicUrl: config.publicUrl, transport });
}
