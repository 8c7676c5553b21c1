import type { GenerateSiteCodeInput, PresentedSiteCode } from '../../contract/generatedCode.ts';
import { defaultTransports } from '../../contract/transports.ts';
import type { Database } from '../../database/connect.ts';
import { ConflictError, NotFoundError } from '../../errors.ts';
import type { Models } from '../../models/index.ts';
import { generateCode, pinnedTagOf, renderScript } from '../../tracking-code/generateCode.ts';
import { type CodeConfig, issueSiteCode } from '../../tracking-code/issueCode.ts';
import { findSiteMetrics } from '../findSiteMetrics.ts';
import { isUsableKey } from '../isUsableKey.ts';
import { pinSiteScript } from './pinSiteScript.ts';

export interface SiteCodeService {
  /**
   * The code of a whole website, with all metrics of `userId` that its pages count, to be sent with this key of theirs. The same metrics,
   * key, transport and host give the same code.
   * @throws NotFoundError for a key that is not theirs; ConflictError `api_key_unusable`, `no_metrics_in_pages`, `too_many_pinned_scripts`.
   */
  generateSiteCode(userId: string, apiKeyId: string, input: GenerateSiteCodeInput): Promise<PresentedSiteCode>;
}

export function createSiteCodeService(deps: {
  config: CodeConfig;
  database: Database;
  models: Models;
}): SiteCodeService {
  const { config, database, models } = deps;

  return {
    async generateSiteCode(userId, apiKeyId, input) {
      const { transport = defaultTransports.site, host = 'platform', readable = false, pinned = false } = input;
      const key = await models.ApiKey.findOne({ where: { id: apiKeyId, userId } });
      if (!key) throw new NotFoundError('There is no such API key.');
      if (!isUsableKey(key, database.clock.now())) {
        throw new ConflictError(
          'api_key_unusable',
          'This API key is switched off or has expired, so pages could not send with it; take another one.',
        );
      }
      const metrics = await findSiteMetrics(models, userId);
      const request = issueSiteCode(config, metrics, key, { transport, host });
      const code = { ...generateCode(request, { readable }), metrics: metrics.map(({ metricName }) => metricName) };
      if (!pinned) return { ...code, pinnedTag: null };
      if (metrics.length === 0) {
        throw new ConflictError(
          'no_metrics_in_pages',
          'No metric counts in pages yet, and a pinned script would never count one: let a metric with events count in pages first, or use the script tag.',
        );
      }
      const script = renderScript(request);
      await pinSiteScript(deps, key.id, key.siteTokenVersion, script);
      return { ...code, pinnedTag: pinnedTagOf(script, request) };
    },
  };
}
