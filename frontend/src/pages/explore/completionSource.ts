import type { Api } from '../../api/client.ts';
import { fetchMetadata, listLabelNames, listLabelValues } from '../../api/promqlAnswers.ts';
import type { CompletionSource } from '../../components/explore/promqlEditor.ts';
import { isShownLabel } from '../../graph/hiddenLabels.ts';

/**
 * Offers what the tenant query API has of this person. Each thing is asked for once, until `forget`; what cannot be loaded is left out,
 * because a query can be written without suggestions.
 */
export function completionSource(api: Api): CompletionSource & { forget: () => void } {
  const answers = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, load: () => Promise<T>, otherwise: T): Promise<T> => {
    const known = answers.get(key);
    if (known) return known as Promise<T>;
    const asked = load().catch(() => {
      answers.delete(key);
      return otherwise;
    });
    answers.set(key, asked);
    return asked;
  };
  const labelValues = (label: string, metricName?: string) =>
    isShownLabel(label)
      ? once(JSON.stringify(['values', label, metricName]), () => listLabelValues(api, label, metricName), [])
      : Promise.resolve([]);
  return {
    async labelNames(metricName) {
      const names = await once(JSON.stringify(['labels', metricName]), () => listLabelNames(api, metricName), []);
      return names.filter(isShownLabel);
    },
    labelValues,
    metricNames: () => labelValues('__name__'),
    metricMetadata: () => once('metadata', () => fetchMetadata(api), {}),
    // The library completes from names and values alone, and the API has no flags.
    series: () => Promise.resolve([]),
    flags: () => Promise.resolve({}),
    forget: () => answers.clear(),
  };
}
