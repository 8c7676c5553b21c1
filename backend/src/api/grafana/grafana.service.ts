import type { Options } from 'express-rate-limit';
import type pg from 'pg';
import type { Config } from '../../config.ts';
import { ForbiddenError, UnauthenticatedError, UnavailableError } from '../../errors.ts';
import { PostgresRateLimitStore } from '../../http/postgresRateLimitStore.ts';
import type { Models } from '../../models/index.ts';
import { type Bearer, createGatewayTokens } from './gatewayTokens.ts';
import { deriveSigningKey } from './signingKey.ts';

/** Whether graphs can be opened, and why not. */
export interface GrafanaState {
  readonly available: boolean;
  /** For people; absent when all is well. */
  readonly detail?: string;
}

export interface GrafanaService {
  /** Asks Grafana how it is; takes a second at most and never rejects. */
  state(): Promise<GrafanaState>;
  /**
   * The address that signs this person in to Grafana: once, within 30 seconds.
   * @param path below `/grafana`, with its query
   * @throws UnavailableError when there is no Grafana
   */
  issueTicket(userId: string, path: string): Promise<string>;
  /**
   * Uses the ticket up, on every replica.
   * @returns the value of the gateway's cookie, and the path that was asked for
   * @throws ForbiddenError when it has been used, has run out, or the account or its sessions have ended
   */
  redeemTicket(ticket: string): Promise<{ session: string; path: string }>;
  /** The user of a cookie; undefined when it is none of ours, has run out, or the account or its sessions have ended. */
  userOf(session: string): Promise<string | undefined>;
  /** The token that tells Grafana who asks. */
  assertionFor(userId: string): string;
}

const healthTimeoutMs = 1_000;
/** Longer than a ticket lives, on every clock. */
const usedForMs = 120_000;

export function createGrafanaService(deps: { config: Config; pool: pg.Pool; models: Models }): GrafanaService {
  const { config, models } = deps;
  const tokens = createGatewayTokens(config.jwt, deriveSigningKey(config.jwt.secret));
  // A counter that all replicas share is what single use needs: the first to count a ticket has it.
  const used = new PostgresRateLimitStore(deps.pool, 'grafana-ticket:');
  used.init({ windowMs: usedForMs } as Options);

  async function bearerOf(userId: string): Promise<Bearer | undefined> {
    const user = await models.User.findByPk(userId, { attributes: ['id', 'isActive', 'tokenVersion'] });
    return user?.isActive ? { userId: user.id, tokenVersion: user.tokenVersion } : undefined;
  }

  async function isCurrent(bearer: Bearer): Promise<boolean> {
    return (await bearerOf(bearer.userId))?.tokenVersion === bearer.tokenVersion;
  }

  return {
    async state() {
      const missing = whatIsMissing(config);
      if (missing !== undefined) return { available: false, detail: missing };
      return (await answers(`${config.grafanaUrl}/api/health`))
        ? { available: true }
        : { available: false, detail: 'Grafana does not answer right now. Your numbers are stored all the same.' };
    },

    async issueTicket(userId, path) {
      const missing = whatIsMissing(config);
      if (missing !== undefined) throw new UnavailableError('grafana_absent', missing, 60);
      const bearer = await bearerOf(userId);
      if (!bearer) throw new UnauthenticatedError('The account is gone.');
      const url = new URL(`${config.publicUrl}/grafana/_open`);
      url.searchParams.set('ticket', tokens.signTicket(bearer, path));
      return url.href;
    },

    async redeemTicket(text) {
      const ticket = tokens.readTicket(text);
      const isFirst = ticket !== undefined && (await used.increment(ticket.id)).totalHits === 1;
      if (!isFirst || !(await isCurrent(ticket))) {
        throw new ForbiddenError('ticket_used', 'This link has been used, or is older than 30 seconds.');
      }
      return { session: tokens.signSession(ticket), path: ticket.path };
    },

    async userOf(session) {
      const bearer = tokens.readSession(session);
      return bearer && (await isCurrent(bearer)) ? bearer.userId : undefined;
    },

    assertionFor: tokens.signAssertion,
  };
}

function whatIsMissing(config: Config): string | undefined {
  if (config.grafanaUrl === undefined) {
    return 'There is no Grafana here. npm start uses the one that GRAFANA_HOME names or that is on the PATH; docker compose brings one. docs/grafana.md has the steps.';
  }
  if (config.grafanaDatasourceToken === undefined) {
    return 'Grafana cannot query anything: GRAFANA_DATASOURCE_TOKEN is not set. docs/grafana.md has the steps.';
  }
  return undefined;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(healthTimeoutMs) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
