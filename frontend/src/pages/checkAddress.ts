import { fetchPublicUrl } from '../api/clientInfo.ts';
import { pageUrl } from '../browser/address.ts';
import { addressNotice } from '../components/shell/addressNotice.ts';

/**
 * Compares the address of this page, path included, with PUBLIC_URL, and resolves with a notice when they differ.
 * @throws UnreachableError
 */
export async function checkAddress(): Promise<HTMLElement | undefined> {
  const publicUrl = await fetchPublicUrl(new AbortController().signal);
  const here = pageUrl().href.replace(/\/$/, '');
  return publicUrl === undefined || publicUrl === here ? undefined : addressNotice(here, publicUrl);
}
