// The cart is in the browser alone; the shop's server knows nothing of it.
const CART = 'cart';

const readCart = () => JSON.parse(localStorage.getItem(CART) ?? '[]');
const euros = (amount) => `€${amount}`;

function writeCart(items) {
  localStorage.setItem(CART, JSON.stringify(items));
  showCount();
}

function showCount() {
  for (const element of document.querySelectorAll('.cart-count')) element.textContent = String(readCart().length);
}

function sumOf(items) {
  return items.reduce((sum, { price }) => sum + price, 0);
}

function showCart(table) {
  const items = readCart();
  const rows = items.map((item, index) => {
    const row = document.createElement('tr');
    const remove = document.createElement('button');
    remove.className = 'plain';
    remove.type = 'button';
    remove.textContent = 'Remove';
    remove.addEventListener('click', () => {
      writeCart(readCart().filter((_, at) => at !== index));
      showCart(table);
    });
    for (const content of [item.name, euros(item.price), remove]) row.insertCell().append(content);
    return row;
  });
  table.tBodies[0].replaceChildren(...rows);
  document.querySelector('#sum').textContent = euros(sumOf(items));
  document.querySelector('#cart').hidden = items.length === 0;
  document.querySelector('#empty').hidden = items.length > 0;
}

function placeOrder(event) {
  event.preventDefault();
  const payment = new FormData(event.target).get('payment');
  // What the shop tells the platform; the site tag sends it, at the latest when this page is left.
  window.uvp?.track('order', { labels: { payment } });
  window.uvp?.track('revenue', { value: sumOf(readCart()) });
  writeCart([]);
  location.assign('/thanks');
}

showCount();
document.querySelector('#add')?.addEventListener('click', ({ currentTarget }) => {
  const { slug, name, price } = currentTarget.dataset;
  writeCart([...readCart(), { slug, name, price: Number(price) }]);
  document.querySelector('#said').textContent = 'It is in your cart.';
});
const results = document.querySelector('[data-found]');
if (results !== null) window.uvp?.track('search', { labels: { found: results.dataset.found } });
const table = document.querySelector('#cart table');
if (table !== null) showCart(table);
document.querySelector('#checkout')?.addEventListener('submit', placeOrder);
