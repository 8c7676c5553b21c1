import type { CatalogConfig } from '../series/catalog.ts';

/** What the token in a page lets it add to: one metric, or those of the tenant that are for pages. */
export type PageScope = { readonly kind: 'one'; readonly configId: string } | { readonly kind: 'inPages' };

/** Which of its tenant's metrics a sender may add to. With the secret of a key: all of them. */
export type WriteScope = PageScope | { readonly kind: 'all' };

export const allMetrics: WriteScope = { kind: 'all' };
export const metricsInPages: PageScope = { kind: 'inPages' };

/** Whether a sender may add to a metric of its tenant. Whether the metric takes the sample is decided elsewhere. */
export function mayWrite(writes: WriteScope, config: CatalogConfig): boolean {
  switch (writes.kind) {
    case 'all':
      return true;
    case 'inPages':
      return config.inPages;
    case 'one':
      return config.id === writes.configId;
  }
}

/** The one metric of a sender that has only one: its owner finds there what was refused. */
export function onlyConfigId(writes: WriteScope): string | undefined {
  return writes.kind === 'one' ? writes.configId : undefined;
}

/** True for a sender with a token that everybody can read in a page. */
export function isPage(writes: WriteScope): writes is PageScope {
  return writes.kind !== 'all';
}
