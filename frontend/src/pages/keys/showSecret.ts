import { fetchEndpoint } from '../../api/clientInfo.ts';
import { ownAddress } from '../../browser/address.ts';
import { openDialog } from '../../components/basic/dialog.ts';
import { secretPanel } from '../../components/keys/secretPanel.ts';
import type { PageContext } from '../page.ts';

/** Shows a secret, this once, in a dialog that closes only when the person says that it is saved. */
export async function showSecret(
  { signal }: PageContext,
  title: string,
  key: { keyName: string; apiKey: string; apiSecret: string },
): Promise<void> {
  const endpoint = await fetchEndpoint(signal).catch(() => ownAddress('api/v1/metrics'));
  openDialog(title, (close) => [secretPanel(key, endpoint, close)], { closable: false });
}
