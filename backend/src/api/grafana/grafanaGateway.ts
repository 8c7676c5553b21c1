import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Config } from '../../config.ts';
import {
  AppError,
  ForbiddenError,
  NotFoundError,
  PayloadTooLargeError,
  UnauthenticatedError,
  UnavailableError,
  ValidationError,
} from '../../errors.ts';
import { clientAddress } from '../../http/clientAddress.ts';
import { createForward } from './forward.ts';
import { judge } from './gatewayRules.ts';
import { presentNotice } from './grafana.presenter.ts';
import type { GrafanaService } from './grafana.service.ts';

/** Named for itself: cookies are shared by all ports of a host. */
export const cookieName = 'uvp_grafana';

const maxBodyBytes = 1024 * 1024;

const notices: Readonly<Record<number, string>> = {
  401: 'Your visit to Grafana has ended',
  403: 'This is not allowed',
  404: 'Not in Grafana',
  503: 'Grafana is not there',
};

/**
 * `/grafana`: Grafana for whoever has come with a ticket, as the person that the ticket was made for. Stands before every body parser.
 * People get pages that say what is the matter, programs get problems.
 */
export function createGrafanaGateway(deps: { config: Config; service: GrafanaService }): Router {
  const { config, service } = deps;
  const outside = new URL(`${config.publicUrl}/grafana`);
  const forward = config.grafanaUrl === undefined ? undefined : createForward(config.grafanaUrl, config.publicUrl);
  const cookie = {
    httpOnly: true,
    path: outside.pathname,
    sameSite: 'lax',
    secure: outside.protocol === 'https:',
  } as const;
  const router = Router({ caseSensitive: true });

  router.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });

  router.get('/_open', async (req, res) => {
    const { session, path } = await service.redeemTicket(String(req.query.ticket ?? ''));
    res.cookie(cookieName, session, { ...cookie, maxAge: config.jwt.ttlSeconds * 1000 });
    res.redirect(303, outside.pathname + (path === '/' ? '/d/uvp-overview' : path));
  });

  const pass: RequestHandler = async (req, res) => {
    const [path = '', query] = splitOnce(req.url, '?');
    const verdict = judge(req.method, path);
    if (verdict === 'signOut') {
      res.clearCookie(cookieName, cookie);
      throw new UnauthenticatedError('You have signed out of Grafana. Open it again from the dashboard.');
    }
    if (verdict === 'refuse') throw new NotFoundError('This part of Grafana is not open here.', 'not_in_grafana');
    checkSender(req, outside.origin);
    const userId = verdict === 'asset' ? undefined : await userOf(req, service);
    if (!forward) throw new UnavailableError('grafana_absent', (await service.state()).detail ?? '', 60);
    res.removeHeader('Cache-Control');
    await forward(req, res, {
      target: outside.pathname + path + withoutToken(query),
      assertion: userId === undefined ? undefined : service.assertionFor(userId),
      clientAddress: clientAddress(req, config.trustProxyHops),
      onSignInWanted() {
        throw new UnavailableError(
          'grafana_sign_in_failed',
          'Grafana did not accept the sign-in. Was it started before this server, or with the key of another? docs/grafana.md has the steps.',
          30,
        );
      },
    });
  };
  router.all('/{*path}', pass);

  router.use((error: unknown, req: Request, res: Response, next: (error: unknown) => void) => {
    if (res.headersSent || !isNavigation(req) || !(error instanceof AppError)) {
      next(error);
      return;
    }
    res.setHeader('Cache-Control', 'no-store');
    res.status(error.status).type('html');
    res.end(
      presentNotice({
        title: notices[error.status] ?? 'This did not work',
        text: error.message,
        dashboardUrl: `${config.publicUrl}/`,
      }),
    );
  });
  return router;
}

/** @throws UnauthenticatedError without a cookie that is valid now */
async function userOf(req: Request, service: GrafanaService): Promise<string> {
  for (const part of (req.headers.cookie ?? '').split(';').slice(0, 100)) {
    const [name = '', value = ''] = splitOnce(part.trim(), '=');
    const userId = name === cookieName ? await service.userOf(value) : undefined;
    if (userId !== undefined) return userId;
  }
  throw new UnauthenticatedError('Open Grafana from the dashboard: it signs you in.');
}

/** Writes come from our own pages, with a body of a known and sane size. @throws AppError kinds */
function checkSender(req: Request, origin: string): void {
  if (req.method === 'GET' || req.method === 'HEAD') return;
  if (req.headers.origin !== undefined && req.headers.origin !== origin) {
    throw new ForbiddenError('foreign_origin', 'This request comes from a page of another origin.');
  }
  const length = Number(req.headers['content-length'] ?? 0);
  if (req.headers['transfer-encoding'] !== undefined || !Number.isInteger(length)) {
    throw new ValidationError('Send the body with its length.');
  }
  if (length > maxBodyBytes) throw new PayloadTooLargeError('A request to Grafana may have 1 MiB.');
}

/** The query without a sign-in token, which Grafana reads from an address when told to. */
function withoutToken(query: string | undefined): string {
  if (query === undefined) return '';
  const kept = query.split('&').filter((pair) => !new URLSearchParams(pair).has('auth_token'));
  return `?${kept.join('&')}`;
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** A page that somebody looks at, not a request of a script. */
function isNavigation(req: Request): boolean {
  return req.method === 'GET' && (req.headers.accept ?? '').includes('text/html');
}
