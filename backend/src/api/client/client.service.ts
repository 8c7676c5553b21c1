import type { Config } from '../../config.ts';
import { NotFoundError } from '../../errors.ts';
import { LoadingCache } from '../../ingestion/cache.ts';
import type { Models } from '../../models/index.ts';
import { renderModule, renderScript } from '../../tracking-code/generateCode.ts';
import { issueCode } from '../../tracking-code/issueCode.ts';
import { renderLibrary } from '../../tracking-code/renderLibrary.ts';
import type { Transport } from '../../tracking-code/trackedMetric.ts';
import type { ScriptForm } from './client.validators.ts';

/** Which script of one configuration. */
export interface ScriptRequest {
  readonly metricConfigId: string;
  /** Public id of the API key to send with. */
  readonly apiKey: string;
  readonly transport: Transport;
  readonly form: ScriptForm;
}

export interface ClientService {
  /** The generic client library. */
  library(form: ScriptForm): string;
  /**
   * The script of one configuration, for anybody: a page's source is public, and the script holds no more than that. It is up to a second
   * old, and so is its absence: every visitor of a website asks for the same one, and the database is asked once for all of them.
   * @throws NotFoundError unless configuration and key belong to one active account and work.
   */
  scriptOf(request: ScriptRequest): Promise<string>;
  /**
   * A script as it was pinned, whatever has changed since: pages that name its digest load this one or none.
   * @throws NotFoundError
   */
  pinnedScript(version: string): Promise<string>;
}

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

export function createClientService(deps: { config: Config; models: Models }): ClientService {
  const { ApiKey, MetricConfig, PinnedScript, User } = deps.models;
  const { publicUrl } = deps.config;
  const libraries = { script: renderLibrary(publicUrl), module: renderLibrary(publicUrl, 'module') };

  const scripts = new LoadingCache((request) => render(JSON.parse(request) as ScriptRequest), cached);
  const pinnedScripts = new LoadingCache(
    async (version) => (await PinnedScript.findByPk(version)) ?? undefined,
    cached,
  );

  async function render({
    metricConfigId,
    apiKey,
    transport,
    form,
  }: ScriptRequest): Promise<{ code: string } | undefined> {
    const key = await ApiKey.findOne({
      where: { apiKey, isActive: true },
      include: { model: User, attributes: [], required: true, where: { isActive: true } },
    });
    const isExpired = key?.expiresAt != null && key.expiresAt.getTime() <= Date.now();
    if (!key || isExpired || !uuid.test(metricConfigId)) return undefined;
    const metric = await MetricConfig.findOne({
      where: { id: metricConfigId, userId: key.userId, isActive: true, deletedAt: null },
    });
    if (!metric) return undefined;
    const script = renderScript(issueCode(deps.config, metric, key.apiKey, transport));
    return { code: form === 'module' ? renderModule(script) : script };
  }

  return {
    library: (form) => libraries[form],
    scriptOf: async (request) => codeOf(await scripts.get(JSON.stringify(request))),
    pinnedScript: async (version) => codeOf(await pinnedScripts.get(version)),
  };
}

function codeOf(script: { readonly code: string } | undefined): string {
  if (!script) throw new NotFoundError('There is no such script.');
  return script.code;
}
