import { brokenPath, shopName } from './catalog.ts';
import { escapeHtml } from './escapeHtml.ts';
import type { Page } from './pages.ts';

const links = [
  ['/', 'Shop'],
  [brokenPath, 'Gift cards'],
] as const;
const countedEverywhere = [
  '<strong>Page views</strong>, with path, device and where the visit came from',
  '<strong>Load time</strong>',
  '<strong>Web vitals</strong>',
  '<strong>Engaged time</strong>',
];

/**
 * The whole document.
 * @param siteTag HTML for the head
 * @param dashboardUrl where the numbers are
 */
export function renderPage(page: Page, path: string, siteTag: string, dashboardUrl: string): string {
  const nav = links.map(
    ([href, name]) => `<a href="${href}"${href === path ? ' aria-current="page"' : ''}>${name}</a>`,
  );
  const isCounted = page.status === 200;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} – ${escapeHtml(shopName)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/shop.css">
${isCounted ? siteTag : ''}
<script defer src="/shop.js"></script>
</head>
<body>
<header class="top"><div class="inner">
<a class="brand" href="/">${escapeHtml(shopName)}</a>
<nav>${nav.join('')}</nav>
<form action="/search" role="search"><input type="search" name="q" placeholder="Search" aria-label="Search the shop"></form>
<a class="cart-link" href="/cart">Cart <span class="cart-count">0</span></a>
</div></header>
<main class="inner page">
${page.html}
</main>
${counted(isCounted ? [...countedEverywhere, ...page.counted] : [], dashboardUrl)}
</body>
</html>
`;
}

function counted(items: readonly string[], dashboardUrl: string): string {
  const list =
    items.length === 0
      ? '<p>Nothing is counted on this page.</p>'
      : `<ul><li>Counted on this page:</li>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
  return `<footer class="counted"><div class="inner">${list}
<p>A sample shop. <a href="${escapeHtml(dashboardUrl)}">See the numbers</a></p></div></footer>`;
}
