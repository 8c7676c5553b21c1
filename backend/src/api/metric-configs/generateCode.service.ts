import type { GenerateCodeInput } from '../../contract/generatedCode.ts';
import { defaultTransports } from '../../contract/transports.ts';
import type { Database } from '../../database/connect.ts';
import { ConflictError, NotFoundError } from '../../errors.ts';
import type { ApiKey, Models } from '../../models/index.ts';
import { type GeneratedCode, generateCode, pinnedTagOf, renderScript } from '../../tracking-code/generateCode.ts';
import { type CodeConfig, issueCode } from '../../tracking-code/issueCode.ts';
import { isUsableKey } from '../isUsableKey.ts';
import { pinScript } from './pinScript.ts';

/** `pinnedTag` is null unless it was asked for. */
export type IssuedCode = GeneratedCode & { readonly pinnedTag: string | null };

export interface GenerateCodeService {
  /**
   * The code of a living configuration of `userId`, for the given key of theirs or the oldest that works. The same configuration, key,
   * transport and host give the same code.
   * @throws NotFoundError for a configuration or a key that is not theirs; ConflictError `api_key_unusable`, `no_usable_api_key`,
   * `too_many_pinned_scripts`.
   */
  generateCode(userId: string, metricConfigId: string, input: GenerateCodeInput): Promise<IssuedCode>;
}

export function createGenerateCodeService(deps: {
  config: CodeConfig;
  database: Database;
  models: Models;
}): GenerateCodeService {
  const { ApiKey, MetricConfig } = deps.models;

  async function chosenKey(userId: string, id: string): Promise<ApiKey> {
    const key = await ApiKey.findOne({ where: { id, userId } });
    if (!key) throw new NotFoundError('There is no such API key.');
    if (isUsableKey(key, deps.database.clock.now())) return key;
    throw new ConflictError(
      'api_key_unusable',
      'This API key is switched off or has expired, so pages could not send with it; choose another one.',
    );
  }

  async function oldestUsableKey(userId: string): Promise<ApiKey> {
    const keys = await ApiKey.findAll({
      where: { userId, isActive: true },
      order: [
        ['createdAt', 'ASC'],
        ['id', 'ASC'],
      ],
    });
    const now = deps.database.clock.now();
    const key = keys.find((one) => isUsableKey(one, now));
    if (key) return key;
    throw new ConflictError(
      'no_usable_api_key',
      'None of your API keys is active and unexpired, and the code needs one; create one with POST /api/v1/apikeys.',
    );
  }

  return {
    async generateCode(userId, metricConfigId, input) {
      const {
        apiKeyId,
        transport = defaultTransports.metric,
        host = 'platform',
        readable = false,
        pinned = false,
      } = input;
      const metric = await MetricConfig.findOne({ where: { id: metricConfigId, userId, deletedAt: null } });
      if (!metric) throw new NotFoundError('There is no such metric configuration.');
      const key = apiKeyId === undefined ? await oldestUsableKey(userId) : await chosenKey(userId, apiKeyId);
      const request = issueCode(deps.config, metric, key.apiKey, { transport, host });
      const generated = generateCode(request, { readable });
      if (!pinned) return { ...generated, pinnedTag: null };
      const script = renderScript(request);
      await pinScript(deps, metric.id, metric.tokenVersion, script);
      return { ...generated, pinnedTag: pinnedTagOf(script, request) };
    },
  };
}
