import type { Operation } from './build.ts';
import type { OpenApiDocument } from './document.ts';

/** The stylesheet of the reference page; the page holds no script and no inline style. */
export const referenceStyles = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
details { border: 1px solid #8886; border-radius: 0.5rem; margin: 0.5rem 0; padding: 0.5rem 1rem; }
summary { cursor: pointer; } summary code { font-weight: 600; } code, pre { font: 0.875rem/1.5 ui-monospace, monospace; }
.method { display: inline-block; min-width: 4.5rem; }
pre { overflow-x: auto; padding: 0.75rem; background: #8882; border-radius: 0.5rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; }
`;

/** The OpenAPI document as one page for people, to be shown at `/api/docs`: every endpoint by tag, with its input and its answers. */
export function renderReferencePage({ info, servers, tags, paths, components }: OpenApiDocument): string {
  const title = escapeHtml(String(info.title));
  const sections = tags.map(({ name, description }) => {
    const endpoints = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, operation]) => operation.tags.includes(name))
        .map(([method, operation]) => renderOperation(method, path, operation)),
    );
    return `<section><h2 id="${escapeHtml(name)}">${escapeHtml(name)}</h2><p>${escapeHtml(description)}</p>${endpoints.join('')}</section>`;
  });
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<details id="schema-${escapeHtml(name)}"><summary><code>${escapeHtml(name)}</code></summary>${renderJson(schema)}</details>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API reference · ${title}</title><link rel="stylesheet" href="docs/styles.css"></head>
<body><main><h1>API reference</h1><p>${escapeHtml(String(info.description))} All paths are below
<code>${escapeHtml(servers.map(({ url }) => url).join(', '))}</code>. The same for programs:
<a href="v1/openapi.json">/api/v1/openapi.json</a>, OpenAPI 3.1.</p>
${sections.join('\n')}
<section><h2 id="schemas">Schemas</h2>${schemas.join('')}</section></main></body></html>
`;
}

function renderOperation(method: string, path: string, operation: Operation): string {
  const rows = Object.entries(operation.responses).map(
    ([status, response]) =>
      `<tr><th scope="row">${escapeHtml(status)}</th><td>${escapeHtml(String(response.description ?? ''))}${renderContent(response)}</td></tr>`,
  );
  const description = typeof operation.description === 'string' ? `<p>${escapeHtml(operation.description)}</p>` : '';
  const parameters = Array.isArray(operation.parameters)
    ? `<h4>Parameters</h4>${renderJson(operation.parameters)}`
    : '';
  const body = operation.requestBody === undefined ? '' : `<h4>Body</h4>${renderContent(operation.requestBody)}`;
  return `<details id="${escapeHtml(operation.operationId)}">
<summary><code><span class="method">${escapeHtml(method.toUpperCase())}</span> ${escapeHtml(path)}</code> ${escapeHtml(operation.summary)}</summary>
${description}${parameters}${body}<h4>Answers</h4><table>${rows.join('')}</table></details>`;
}

/** The schemas of a body or an answer, by content type. Problems look all alike and are named only. */
function renderContent(holder: unknown): string {
  const content: unknown = typeof holder === 'object' && holder !== null ? Reflect.get(holder, 'content') : undefined;
  if (typeof content !== 'object' || content === null) return '';
  return Object.entries(content)
    .map(([type, media]: [string, unknown]) => {
      if (type === 'application/problem+json') return '';
      const schema: unknown = typeof media === 'object' && media !== null ? Reflect.get(media, 'schema') : undefined;
      return `<p><code>${escapeHtml(type)}</code></p>${renderJson(schema)}`;
    })
    .join('');
}

function renderJson(value: unknown): string {
  const text = escapeHtml(JSON.stringify(value, undefined, 2) ?? '');
  const linked = text.replace(/#\/components\/schemas\/(\w+)/g, '<a href="#schema-$1">$1</a>');
  return `<pre>${linked}</pre>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
