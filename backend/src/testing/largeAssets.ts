import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands where Grafana would: `public/unfinished.js` begins and goes no further, every other file below `public/` is larger than what
 * connections hold, and all else is `ok`.
 */
export interface LargeAssets {
  readonly url: string;
  /** Method and path of all that has arrived. */
  readonly seen: string[];
  /** How many answers are under way. */
  open(): number;
  stop(): Promise<void>;
}

export const largeAssetBytes = 32 * 1024 * 1024;

export async function startLargeAssets(): Promise<LargeAssets> {
  const asset = Buffer.alloc(largeAssetBytes, 'x');
  const seen: string[] = [];
  let open = 0;
  const server = createServer((req, res) => {
    seen.push(`${req.method} ${req.url}`);
    open += 1;
    res.once('close', () => {
      open -= 1;
    });
    if (req.url?.endsWith('/public/unfinished.js')) res.write('x');
    else res.end(req.url?.includes('/public/') ? asset : 'ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    open: () => open,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
