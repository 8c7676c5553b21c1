import type { Request } from 'express';
import { TooManyAttemptsError, UnauthenticatedError } from '../../errors.ts';
import { type AddressOf, addressKey } from '../../http/clientAddress.ts';
import { createHitCounter } from '../../http/hitCounter.ts';
import type { IdentifyUser } from '../../http/requireUser.ts';
import type { Authenticate } from '../../ingestion/senders/authenticate.ts';
import type { KeyUsage } from '../../ingestion/senders/keyUsage.ts';
import { isPageToken } from '../../ingestion/senders/pageToken.ts';
import { isPage } from '../../ingestion/senders/writeScope.ts';
import type { Scope } from '../../promql/scope.ts';

/** Tells whose series a request may see, from its credentials and nothing else; throws UnauthenticatedError and its like. */
export type Identify = (req: Request) => Promise<Scope>;

/** How API keys are checked: ingestion's own way, caches included. */
export interface KeyAccess {
  readonly authenticate: Authenticate;
  readonly keyUsage: Pick<KeyUsage, 'used'>;
}

/**
 * For the public listener: a session, or an API key with its secret, as X-API-Key and X-API-Secret or as user and password
 * (RFC 7617). Always one tenant, an operator's own as well. X-Grafana-User and the data source's token mean nothing here.
 */
export function identifyCaller(deps: {
  addressOf: AddressOf;
  /** Of one address: failed attempts a minute with an API key. */
  failuresPerMinute: number;
  identifyUser: IdentifyUser;
  keyAccess: KeyAccess;
}): Identify {
  const { addressOf, keyAccess } = deps;
  const failed = createHitCounter({ limit: deps.failuresPerMinute, windowSeconds: 60 });

  async function byKey(req: Request, apiKey: string, apiSecret: string, challenge: string): Promise<Scope> {
    const address = addressKey(addressOf(req));
    try {
      if (isPageToken(apiSecret)) throw cannotRead();
      const credentials = { apiKey, apiSecret, origin: req.headers.origin };
      const sender = await keyAccess.authenticate(credentials, async () => (await failed.peek(address)).allowed);
      if (isPage(sender.writes)) throw cannotRead();
      keyAccess.keyUsage.used(sender.apiKeyId, sender.previousSecretHash);
      return { tenantId: sender.tenantId };
    } catch (error) {
      if (!(error instanceof UnauthenticatedError)) throw error;
      const { allowed, retryAfterSeconds } = await failed.hit(address);
      if (!allowed) {
        throw new TooManyAttemptsError('Too many failed attempts from this address. Wait a little.', retryAfterSeconds);
      }
      throw new UnauthenticatedError(error.message, error.code, challenge);
    }
  }

  return async (req) => {
    const apiKey = req.get('x-api-key');
    const apiSecret = req.get('x-api-secret');
    if (apiKey !== undefined && apiSecret !== undefined) {
      return byKey(req, apiKey, apiSecret, 'ApiKey realm="uvp"');
    }
    // First: where a proxy asks for a password, the dashboard's requests bring that one as well.
    const user = await deps.identifyUser(req);
    if (user) return { tenantId: user.id };
    const [scheme = '', value = ''] = (req.headers.authorization ?? '').split(' ');
    if (scheme.toLowerCase() === 'basic' && value !== '') {
      const [name = '', ...password] = Buffer.from(value, 'base64').toString('utf8').split(':');
      return byKey(req, name, password.join(':'), 'Basic realm="uvp"');
    }
    throw new UnauthenticatedError(
      'Send a session token, or an API key and its secret: as X-API-Key and X-API-Secret, or as user and password.',
    );
  };
}

function cannotRead(): UnauthenticatedError {
  return new UnauthenticatedError(
    'The token of a page can only send samples; use the secret of the key.',
    'invalid_api_key',
  );
}
