import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Helmet with the policy of the dashboard: everything from ourselves, no inline script, Trusted Types. What other websites load (the
 * client script) overrides Cross-Origin-Resource-Policy for itself.
 */
export function securityHeaders(options: { https: boolean }): RequestHandler {
  return helmet(helmetOptions(options));
}

function helmetOptions(options: { https: boolean }): Parameters<typeof helmet>[0] & object {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        // Nothing of ours turns text into markup or code, so no policy may be made that would let it.
        trustedTypes: ["'none'"],
      },
    },
    strictTransportSecurity: options.https,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  };
}

/** The same headers as names and values, for a handler that does not go through Express. They are the same for every request. */
export function securityHeaderPairs(options: { https: boolean }): [name: string, value: string][] {
  const req = new IncomingMessage(new Socket());
  const res = new ServerResponse(req);
  const setHeaders: (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void = helmet(
    helmetOptions(options),
  );
  setHeaders(req, res, () => {});
  return res.getHeaderNames().map((name) => [name, String(res.getHeader(name))]);
}
