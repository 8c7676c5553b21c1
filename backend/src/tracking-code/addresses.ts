import type { Config } from '../config.ts';
import type { TagHost } from '../contract/tagHosts.ts';
import { toScriptJson } from './escape.ts';

/** Where generated code finds the platform: from the configuration, never from a request's Host. */
export interface CodeAddresses extends Pick<Config, 'publicUrl' | 'scriptPath' | 'collectPath'> {
  readonly host: TagHost;
}

/** The address in a tag, without a query. */
export function scriptAddress({ scriptPath, ...rest }: CodeAddresses): string {
  return baseOf(rest) + scriptPath;
}

/** A JavaScript expression: the address that a page sends to. */
export function collectorExpression({ collectPath, ...rest }: CodeAddresses): string {
  const address = toScriptJson(baseOf(rest) + collectPath);
  // A path alone would follow the page's `<base>`.
  return rest.host === 'page' ? `location.origin+${address}` : address;
}

/** The paths are the same on both hosts. */
function baseOf({ publicUrl, host }: Pick<CodeAddresses, 'publicUrl' | 'host'>): string {
  return host === 'page' ? publicUrl.replace(/^https?:\/\/[^/]*/, '') : publicUrl;
}
