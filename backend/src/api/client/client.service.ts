import { LoadingCache } from '../../caching/cache.ts';
import { type ScriptForm, scriptForms } from '../../contract/scriptQuery.ts';
import { type TagHost, tagHosts } from '../../contract/tagHosts.ts';
import type { Transport } from '../../contract/transports.ts';
import { isKeyShaped } from '../../credentials/apiKeySecret.ts';
import type { ApiKey, Models } from '../../models/index.ts';
import type { CodeRequest } from '../../tracking-code/assemble.ts';
import { renderModule, renderScript } from '../../tracking-code/generateCode.ts';
import { type CodeConfig, issueCode, issueSiteCode } from '../../tracking-code/issueCode.ts';
import { renderLibrary } from '../../tracking-code/renderLibrary.ts';
import { findSiteMetrics } from '../findSiteMetrics.ts';
import { isUsableKey } from '../isUsableKey.ts';

/** Which script of one configuration, or of a whole website. */
export interface ScriptRequest {
  /** Undefined for the script of the website: it counts all metrics in pages. */
  readonly metricConfigId: string | undefined;
  /** Public id of the API key to send with. */
  readonly apiKey: string;
  readonly transport: Transport;
  readonly host: TagHost;
  readonly form: ScriptForm;
}

export interface ClientService {
  /** The generic client library. */
  library(form: ScriptForm, host: TagHost): string;
  /**
   * The script of one configuration or of a website, for anybody: a page's source is public, and the script holds no more than that. It
   * is up to a second old, and so is its absence: every visitor of a website asks for the same one, and the database is asked once for all
   * of them. There is none unless the key works, and a configuration is active and belongs to the same account. That of a website without
   * metrics in pages counts nothing.
   */
  scriptOf(request: ScriptRequest): ScriptLookup;
  /**
   * A script as it was pinned, whatever has changed since: pages that name its digest load this one or none.
   */
  pinnedScript(version: string): ScriptLookup;
}

/** A script that may have to be asked for in Postgres. */
export interface ScriptLookup {
  /** True when `load` will not ask Postgres. */
  readonly isInMemory: boolean;
  /** Undefined when there is no such script. */
  load(): Promise<string | undefined>;
}

/** For what cannot be a script's name: nobody needs to be asked. */
const noScript: ScriptLookup = { isInMemory: true, load: async () => undefined };

/** A script is remembered for a second, and so is that there is none. */
const cached = {
  max: 1_000,
  maxBytes: 4 * 1024 * 1024,
  bytesOf: ({ code }: { readonly code: string }) => 500 + 2 * code.length,
  ttlMs: 1_000,
  absentTtlMs: 1_000,
  freshness: { announcementsHeard: () => true },
};
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function createClientService(deps: { config: CodeConfig; models: Models; now: () => number }): ClientService {
  const { ApiKey, PinnedScript } = deps.models;
  const libraries = new Map(
    scriptForms.flatMap((form) =>
      tagHosts.map((host) => [`${form} ${host}`, renderLibrary({ ...deps.config, host }, form)] as const),
    ),
  );

  const scripts = new LoadingCache<{ readonly code: string }>(
    (request) => render(JSON.parse(request) as ScriptRequest),
    cached,
  );
  const pinnedScripts = new LoadingCache<{ readonly code: string }>(
    async (version) => (await PinnedScript.findByPk(version)) ?? undefined,
    cached,
  );

  async function render(request: ScriptRequest): Promise<{ code: string } | undefined> {
    const key = await findWorkingKey(request.apiKey);
    const issued = key && (await issue(request, key));
    if (!issued) return undefined;
    const script = renderScript(issued);
    return { code: request.form === 'module' ? renderModule(script) : script };
  }

  async function findWorkingKey(apiKey: string): Promise<ApiKey | undefined> {
    const ofActiveUser = { model: deps.models.User, attributes: [], required: true, where: { isActive: true } };
    const key = await ApiKey.findOne({ where: { apiKey }, include: ofActiveUser });
    return key && isUsableKey(key, deps.now()) ? key : undefined;
  }

  async function issue(request: ScriptRequest, key: ApiKey): Promise<CodeRequest | undefined> {
    const { metricConfigId, transport, host } = request;
    const { userId } = key;
    if (metricConfigId === undefined) {
      return issueSiteCode(deps.config, await findSiteMetrics(deps.models, userId), key, { transport, host });
    }
    const where = { id: metricConfigId, userId, isActive: true, deletedAt: null };
    const metric = await deps.models.MetricConfig.findOne({ where });
    return metric ? issueCode(deps.config, metric, key.apiKey, { transport, host }) : undefined;
  }

  function lookUp(cache: LoadingCache<{ readonly code: string }>, key: string): ScriptLookup {
    return { isInMemory: cache.has(key), load: async () => (await cache.get(key))?.code };
  }

  return {
    library: (form, host) => libraries.get(`${form} ${host}`) ?? '',
    scriptOf(request) {
      const { apiKey, metricConfigId } = request;
      const canExist = isKeyShaped(apiKey) && (metricConfigId === undefined || uuid.test(metricConfigId));
      return canExist ? lookUp(scripts, JSON.stringify(request)) : noScript;
    },
    pinnedScript: (version) => lookUp(pinnedScripts, version),
  };
}
