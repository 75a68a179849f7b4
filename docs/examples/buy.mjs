#!/usr/bin/env node
// @ts-check
/** Buys something: node buy.mjs [address of the shop] [payment method] */
import { randomBytes, randomUUID } from 'node:crypto';
import { follow } from './follow.mjs';
import { Shop, again } from './shop.mjs';

const [address = 'http://localhost:5080', paymentMethodId = 'pm_card_visa'] = process.argv.slice(2);
const shop = new Shop(address);

// A real app keeps these three until the order is done, so that it can go on after a crash.
const sessionId = randomBytes(32).toString('base64url');
const idempotencyKey = randomUUID();

const product = await choose();
console.log(`Buying 2 x ${product.name} at $${product.price.toFixed(2)}.`);
await again(() => put(product.id, 2));
const order = await place();
console.log(`Order ${order.number} over $${order.totalAmount.toFixed(2)} is placed.`);

const end = await follow(shop, order.id, async ({ status, paymentStatus }) => {
  console.log(`The order is ${status}${paymentStatus ? `, the payment ${paymentStatus}` : ''}.`);
  if (paymentStatus === 'requires_action') console.log(`Approve it: ${(await look()).approvalUrl}`);
});
const { receiptUrl, failureReason } = await look();
console.log(end.status === 'confirmed' ? `Receipt: ${receiptUrl}` : failureReason ?? 'Nothing was charged.');
process.exitCode = end.status === 'confirmed' ? 0 : 1;

/** The cheapest supplement with protein of which two are there. */
async function choose() {
  const filter = { category: 'supplements', needs: ['protein'] };
  /** @type {string | null} */
  let after = null;
  while (true) {
    const page = await again(() => shop.ask(`query ($filter: ProductFilter, $after: String) {
      productsConnection(first: 24, after: $after, filter: $filter, sort: PRICE_UP) {
        nodes { id name price inventoryCount }
        pageInfo { hasNextPage endCursor }
      }
    }`, { filter, after }));
    const found = page.nodes.find((/** @type {{ inventoryCount: number }} */ node) => node.inventoryCount >= 2);
    if (found) return found;
    if (!page.pageInfo.hasNextPage) throw new Error('Everything is sold out.');
    after = page.pageInfo.endCursor;
  }
}

/**
 * Adding twice would be two times as much. Whoever may have to do it twice looks first what is there.
 * @param {string} productId @param {number} quantity
 */
async function put(productId, quantity) {
  const cart = await shop.ask('query ($sessionId: String!) { cart(sessionId: $sessionId) { items { id quantity product { id } } } }', { sessionId });
  const line = cart.items.find((/** @type {{ product: { id: string } }} */ item) => item.product.id === productId);
  if (line?.quantity !== quantity) {
    await (line
      ? shop.ask('mutation ($input: UpdateCartItemInput!) { updateCartItem(input: $input) { errors { code message } } }', { input: { sessionId, cartItemId: line.id, quantity } })
      : shop.ask('mutation ($input: AddToCartInput!) { addToCart(input: $input) { errors { code message } } }', { input: { sessionId, productId, quantity } }));
  }
}

/** What of the order only its holder is told. */
function look() {
  return again(() => shop.ask('query ($id: ID!) { order(id: $id) { receiptUrl approvalUrl failureReason } }', { id: order.id }));
}

/** Shows what it costs and orders it. The same key makes one order of any number of tries. */
async function place() {
  const shippingAddress = { name: 'Dana Miller', line1: '12 Elm Street', city: 'Chicago', state: 'IL', zip: '60614' };
  const check = await again(() => shop.ask(`query ($sessionId: String!, $state: String) {
    validateCart(sessionId: $sessionId, state: $state) { canBeOrdered totals { totalCents } errors { code message } }
  }`, { sessionId, state: shippingAddress.state }));
  const input = { sessionId, idempotencyKey, userEmail: 'dana@example.com', shippingAddress, paymentMethodId, expectedTotal: check.totals.totalCents / 100 };
  const created = await again(() => shop.ask(`mutation ($input: CreateOrderInput!) {
    createOrder(input: $input) { order { id number totalAmount } orderAccessToken errors { code message field } }
  }`, { input }));
  shop.orderToken = created.orderAccessToken;
  return created.order;
}
