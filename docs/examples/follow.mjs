// @ts-check
import { again, pause } from './shop.mjs';

/** @typedef {{ status: string, paymentStatus: string | null }} State */

const SECONDS = 2;

/**
 * Follows an order until it is decided: live where the line holds, else by asking every two seconds.
 * @param {import('./shop.mjs').Shop} shop @param {string} orderId @param {(state: State) => unknown} tell called with every change
 * @returns {Promise<State>}
 */
export async function follow(shop, orderId, tell) {
  /** @type {State | undefined} */
  let last;
  const note = async (/** @type {State} */ state) => {
    const isNew = state.status !== last?.status || state.paymentStatus !== last?.paymentStatus;
    last = state;
    if (isNew) await tell(state);
    return isDecided(state);
  };

  while (true) {
    if (await listen(shop, orderId, note)) return /** @type {State} */ (last);
    const order = await again(() => shop.ask('query ($id: ID!) { order(id: $id) { status paymentStatus } }', { id: orderId }));
    if (await note(order)) return order;
    await pause(SECONDS);
  }
}

/** A payment that failed can be made again with `payOrder`; nothing more comes by itself. @param {State} state */
const isDecided = (state) => state.status !== 'pending';

/**
 * Hears the order's events.
 * @param {import('./shop.mjs').Shop} shop @param {string} orderId @param {(state: State) => Promise<boolean>} note true when it was the last
 * @returns {Promise<boolean>} whether the last was heard; false when the line broke, or there is none
 */
async function listen(shop, orderId, note) {
  const end = new AbortController();
  try {
    const stream = await shop.get(`/orders/${orderId}/events`, { Accept: 'text/event-stream' }, end.signal);
    if (stream.status !== 200 || !stream.body) return false;
    for await (const data of messages(stream.body)) {
      if (await note(JSON.parse(data))) return true;
    }
  } catch {
    // Phones lose their line; the next look tells what was missed.
  } finally {
    end.abort();
  }

  return false;
}

/** The `data` of each event. @param {ReadableStream<Uint8Array>} body */
async function* messages(body) {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of /** @type {AsyncIterable<Uint8Array>} */ (/** @type {unknown} */ (body))) {
    text += decoder.decode(bytes, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = event.split('\n').find((line) => line.startsWith('data: '));
      if (data) yield data.slice('data: '.length);
    }
  }
}
