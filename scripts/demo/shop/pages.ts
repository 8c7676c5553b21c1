import { brokenPath, type Product, pathOf, paymentMethods, products } from './catalog.ts';
import { drawings } from './drawings.ts';
import { escapeHtml } from './escapeHtml.ts';

/** A page of the shop without what all pages have. */
export interface Page {
  readonly status: number;
  readonly title: string;
  readonly html: string;
  /** What is counted here besides what is counted on every page; HTML, an item each. */
  readonly counted: readonly string[];
}

const searchCounted = '<strong>Searches</strong>, with whether something was found';
const fixedPages: Readonly<Record<string, () => Page>> = {
  '/': homePage,
  '/cart': cartPage,
  '/checkout': checkoutPage,
  '/thanks': thanksPage,
  [brokenPath]: brokenPage,
};

/** The page at this address. An unknown path has one as well, with status 404. */
export function pageAt({ pathname, searchParams }: URL): Page {
  if (pathname === '/search') return searchPage(searchParams.get('q') ?? '');
  const product = products.find((one) => pathOf(one) === pathname);
  return product ? productPage(product) : (fixedPages[pathname] ?? missingPage)();
}

function homePage(): Page {
  const html = `<section class="hero">
<div><h1>A desk to look forward to</h1><p>Oak, wool and warm light. Made in small series, for people who work at home.</p>
<a class="button" href="/products/oak-desk">See the oak desk</a></div>
${drawing('oak-desk')}
</section>
<h2>Everything we make</h2>
${grid(products)}`;
  return {
    status: 200,
    title: 'Desks, lamps and chairs',
    html,
    counted: [],
  };
}

function productPage(product: Product): Page {
  const { slug, name, line, price } = product;
  const html = `<section class="product">
<div class="picture">${drawing(slug)}</div>
<div><h1>${name}</h1><p>${line}</p><p class="price">€${price}</p>
<button id="add" data-slug="${slug}" data-name="${name}" data-price="${price}" data-uvp-event="add_to_cart" data-uvp-label-product="${slug}">Add to cart</button>
<p class="said" id="said" role="status"></p>
<ul class="facts"><li>Delivered within a week</li><li>30 days to change your mind</li></ul></div>
</section>
<h2>Goes well with it</h2>
${grid(products.filter((one) => one !== product).slice(0, 3))}`;
  return { status: 200, title: name, html, counted: ['<strong>Added to cart</strong>, with the product'] };
}

function searchPage(query: string): Page {
  const words = query.trim().toLowerCase();
  const found = products.filter(({ name, line }) => `${name} ${line}`.toLowerCase().includes(words));
  const list = found.length > 0 ? grid(found) : '<p>Nothing fits. Try “lamp”, “oak” or “chair”.</p>';
  const html = `<h1>${words === '' ? 'All products' : `Results for “${escapeHtml(query.trim())}”`}</h1>
<div data-found="${found.length > 0 ? 'yes' : 'no'}">${list}</div>`;
  return { status: 200, title: 'Search', html, counted: [`${searchCounted}; never the words`] };
}

function cartPage(): Page {
  const html = `<h1>Your cart</h1>
<div class="panel" id="cart" hidden><table><tbody></tbody><tfoot><tr><td>Sum</td><td class="price" id="sum"></td><td></td></tr></tfoot></table>
<a class="button" href="/checkout">To the checkout</a></div>
<p id="empty">It is empty. <a href="/">See what we make</a></p>`;
  return { status: 200, title: 'Cart', html, counted: [] };
}

function checkoutPage(): Page {
  const choices = paymentMethods.map(
    (method, index) =>
      `<label class="choice"><input type="radio" name="payment" value="${method}"${index === 0 ? ' checked' : ''}> ${method[0]?.toUpperCase()}${method.slice(1)}</label>`,
  );
  const html = `<h1>Checkout</h1>
<form class="panel" id="checkout"><div class="fields">
<label>Name <input name="name" autocomplete="off"></label>
<label>Address <input name="address" autocomplete="off"></label>
<fieldset><legend>Payment</legend>${choices.join('')}</fieldset></div>
<p class="soft">This is a sample: nothing is sold, and what you type stays in this page.</p>
<button>Place the order</button></form>`;
  const counted = ['<strong>Orders</strong>, with the payment', '<strong>Revenue</strong>, the sum of the cart'];
  return { status: 200, title: 'Checkout', html, counted };
}

function thanksPage(): Page {
  const html = `<h1>Thank you</h1><p>Your order is in the dashboard within seconds, and in its graphs within half a minute.</p>
<p><a class="button" href="/">Back to the shop</a></p>`;
  return { status: 200, title: 'Thank you', html, counted: [] };
}

function brokenPage(): Page {
  const html = `<h1>Gift cards</h1><p>This page is broken on purpose: its script throws an error, so that there is one to find.</p>
<script>showGiftCards();</script>`;
  return {
    status: 200,
    title: 'Gift cards',
    html,
    counted: ['<strong>Page errors</strong>, with the path; never the message'],
  };
}

function missingPage(): Page {
  const html = '<h1>There is no such page</h1><p><a href="/">To the shop</a></p>';
  return { status: 404, title: 'Not found', html, counted: [] };
}

function grid(list: readonly Product[]): string {
  const cards = list.map(
    (product) => `<li><a class="card" href="${pathOf(product)}"><span class="picture">${drawing(product.slug)}</span>
<span class="card-text"><strong>${product.name}</strong><span class="price">€${product.price}</span><span class="soft">${product.line}</span></span></a></li>`,
  );
  return `<ul class="grid">${cards.join('\n')}</ul>`;
}

function drawing(slug: string): string {
  return `<svg viewBox="0 0 200 200" aria-hidden="true">${drawings[slug] ?? ''}</svg>`;
}
