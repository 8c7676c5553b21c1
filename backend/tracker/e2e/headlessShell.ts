import { inject } from 'vitest';

const { chromium } = inject('tools');

/** The headless shell, which a machine without a browser gets, has no back/forward cache and renders no page ahead. */
export const isHeadlessShell =
  chromium.available && /sparticuz|headless[-_]shell/.test(`${chromium.source} ${chromium.binary}`);
