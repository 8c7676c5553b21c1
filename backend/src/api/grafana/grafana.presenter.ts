import type { GrafanaState } from './grafana.service.ts';

/** The state as the API shows it. */
export function presentState({ available, detail }: GrafanaState): GrafanaState {
  return { available, ...(detail !== undefined && { detail }) };
}

/** A page for somebody who expected Grafana: what is the matter, and the way back to the dashboard. */
export function presentNotice(notice: { title: string; text: string; dashboardUrl: string }): string {
  const [title, text, href] = [notice.title, notice.text, notice.dashboardUrl].map(escapeHtml);
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head>`,
    `<body><main><h1>${title}</h1><p>${text}</p><p><a href="${href}">Back to the dashboard</a></p></main></body>`,
    '</html>',
    '',
  ].join('\n');
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
