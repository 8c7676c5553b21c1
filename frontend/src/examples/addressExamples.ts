import { makeSnippet, type Snippet } from './snippet.ts';

/** Variables of a server that people reach at `here`, an address without a slash at the end. */
export function addressSettings(here: string): Snippet {
  return makeSnippet('Settings for this address', 'bash', settingsOf(here).join('\n'));
}

/** Starts the local stack with them. */
export function startAtAddress(here: string): Snippet {
  return makeSnippet('Start with this address', 'bash', `${settingsOf(here).join(' ')} npm start`);
}

/** The server itself does not speak HTTPS: there is a proxy in between, which all visitors seem to come from. */
function settingsOf(here: string): string[] {
  return [`PUBLIC_URL=${here}`, ...(here.startsWith('https:') ? ['TRUST_PROXY_HOPS=1'] : [])];
}
