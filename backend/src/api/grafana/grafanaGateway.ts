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
import type { AddressOf } from '../../http/clientAddress.ts';
import type { VerifySession } from '../../http/requireUser.ts';
import type { SessionCookie } from '../../http/sessionCookie.ts';
import { createForward } from './forward.ts';
import { createForwardSlots } from './forwardSlots.ts';
import { judge } from './gatewayRules.ts';
import { presentNotice } from './grafana.presenter.ts';
import type { GrafanaService } from './grafana.service.ts';

const maxBodyBytes = 1024 * 1024;

const notices: Readonly<Record<number, string>> = {
  401: 'Sign in to see Grafana',
  403: 'This is not allowed',
  404: 'Not in Grafana',
  503: 'Grafana is not there',
};

/**
 * `/grafana`: Grafana for the person whose session is in the browser's cookie. Stands before every body parser. People get pages that
 * say what is the matter, programs get problems.
 */
export function createGrafanaGateway(deps: {
  config: Pick<Config, 'grafanaUrl' | 'publicUrl'>;
  service: GrafanaService;
  /** Throws UnauthenticatedError for a session that is not valid. */
  verifySession: VerifySession;
  cookie: SessionCookie;
  addressOf: AddressOf;
}): Router {
  const { config, service } = deps;
  const outside = new URL(`${config.publicUrl}/grafana`);
  const forward = config.grafanaUrl === undefined ? undefined : createForward(config.grafanaUrl, config.publicUrl);
  const slots = createForwardSlots();
  const router = Router({ caseSensitive: true });

  router.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });

  async function userIdOf(req: Request): Promise<string> {
    const token = deps.cookie.read(req);
    if (token === undefined) throw new UnauthenticatedError('You are not signed in. Sign in to the dashboard first.');
    return (await deps.verifySession(token, showsActivity(req))).id;
  }

  /** Files are for everybody: who asks for one is looked up only when strangers leave no room. */
  async function takeSlot(req: Request, userId: string | undefined): Promise<() => void> {
    if (userId !== undefined || slots.hasRoomForStrangers()) return slots.take(userId);
    return slots.take(await userIdOf(req).catch(() => undefined));
  }

  const pass: RequestHandler = async (req, res) => {
    const [path = '', query] = splitOnce(req.url, '?');
    const verdict = judge(req.method, path);
    if (verdict === 'signOut') {
      // The session is the dashboard's, and a link must not end it.
      res.redirect(303, `${config.publicUrl}/#/account`);
      return;
    }
    if (verdict === 'refuse') throw new NotFoundError('This part of Grafana is not open here.', 'not_in_grafana');
    checkSender(req, outside.origin);
    const userId = verdict === 'asset' ? undefined : await userIdOf(req);
    if (!forward) throw new UnavailableError('grafana_absent', (await service.state()).detail ?? '', 60);
    const giveBack = await takeSlot(req, userId);
    if (res.destroyed) {
      // The browser has gone meanwhile: nothing would end what is begun for it.
      giveBack();
      return;
    }
    res.once('close', giveBack);
    res.removeHeader('Cache-Control');
    await forward(req, res, {
      target: outside.pathname + path + withoutToken(query),
      assertion: userId === undefined ? undefined : service.assertionFor(userId),
      clientAddress: deps.addressOf(req),
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

/** Writes come from our own pages, with a body of a known and sane size; what is only read has none. @throws AppError kinds */
function checkSender(req: Request, origin: string): void {
  if (req.method === 'GET' || req.method === 'HEAD') {
    const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) !== 0;
    if (hasBody) throw new ValidationError(`A ${req.method} to Grafana has no body.`);
    return;
  }
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

/** Whether somebody is there: a page was loaded or another dashboard opened. A dashboard that refreshes itself does neither. */
function showsActivity(req: Request): boolean {
  return isNavigation(req) || (req.method === 'GET' && req.path.startsWith('/api/dashboards/'));
}

/** A page that somebody looks at, not a request of a script. */
function isNavigation(req: Request): boolean {
  return req.method === 'GET' && (req.headers.accept ?? '').includes('text/html');
}
