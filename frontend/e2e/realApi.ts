import { vi } from 'vitest';
import type { TestPlatform, TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { type Api, createApi } from '../src/api/client.ts';

/**
 * The dashboard's own calls of a real platform, outside of a browser: as a tenant, or as nobody without one.
 * @param signInAgain called when the dashboard takes the session for ended
 */
export function realApi(
  server: TestPlatform,
  options: { tenant?: TestTenant; signal?: AbortSignal; signInAgain?: () => Promise<boolean> } = {},
): Api {
  const { tenant, signal = new AbortController().signal, signInAgain } = options;
  vi.stubGlobal('location', new URL(`${server.platform.url}/`));
  const send = globalThis.fetch;
  return {
    async call(call) {
      const asTenant: typeof fetch = (input, init) => {
        const headers = new Headers(init?.headers);
        if (tenant) headers.set('Authorization', `Bearer ${tenant.token}`);
        return send(input, { ...init, headers });
      };
      vi.stubGlobal('fetch', asTenant);
      try {
        return await createApi({ presence: () => 'active', signal, ...(signInAgain && { signInAgain }) }).call(call);
      } finally {
        vi.stubGlobal('fetch', send);
      }
    },
  };
}
