// @ts-check
/**
 * Talks to the shop's API: plain HTTP, nothing to install. It knows three things that every client needs to know:
 * a request that came too often is sent again when the shop says so, an answer can be lost, and a refusal is an answer.
 */

/** How long an answer may take. The shop gives up on its own after five seconds. */
const PATIENCE = 10_000;
const TRIES = 6;

/** The answer did not arrive. What was asked for may have happened or not. */
export class AnswerLost extends Error {
  /** @param {string} why @param {number} [seconds] when to come back */
  constructor(why, seconds) {
    super(why);
    this.seconds = seconds;
  }
}

/** The shop answered, and said no. */
export class Refused extends Error {
  /** @param {{ code: string, message: string, field?: string[] }[]} errors */
  constructor(errors) {
    super(errors.map((error) => `${error.code}: ${error.message}`).join(' '));
    this.codes = errors.map((error) => error.code);
  }
}

export class Shop {
  /** The order's key: it goes along with every request once there is one. Keep it as safe as a password. @type {string | undefined} */
  orderToken;

  /** @param {string} address such as http://localhost:5080 */
  constructor(address) {
    this.address = address;
  }

  /**
   * Sends one operation and gives its one field. A refusal in its `errors` is thrown as `Refused`.
   * @param {string} operation @param {Record<string, unknown>} [variables]
   * @returns {Promise<any>}
   */
  async ask(operation, variables = {}) {
    const answer = await this.#send(operation, variables);
    const problems = answer.errors?.map((/** @type {any} */ error) => ({ code: error.extensions.code, message: error.message }));
    if (problems?.some((/** @type {{ code: string }} */ problem) => problem.code === 'TIMEOUT' || problem.code === 'UNAVAILABLE')) {
      throw new AnswerLost(problems[0].message);
    }

    if (problems) throw new Refused(problems);
    const [result] = Object.values(answer.data);
    if (result?.errors?.length > 0) throw new Refused(result.errors);
    return result;
  }

  /** @param {string} path @param {Record<string, string>} [headers] @param {AbortSignal} [signal] */
  get(path, headers = {}, signal = undefined) {
    return fetch(new URL(path, this.address), { headers: { ...this.#proof(), ...headers }, signal });
  }

  /** @param {string} query @param {Record<string, unknown>} variables @returns {Promise<any>} */
  async #send(query, variables) {
    const response = await lost(() => fetch(new URL('/graphql', this.address), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json', 'X-GLP-Client': 'example', ...this.#proof() },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(PATIENCE),
    }));
    const seconds = Number(response.headers.get('Retry-After')) || undefined;
    if (response.status === 429) {
      // Nothing was done, so that anything may be sent again.
      console.log(`The shop is busy with us; going on in ${seconds ?? 60} s.`);
      await pause(seconds ?? 60);
      return this.#send(query, variables);
    }

    if (response.status >= 502) throw new AnswerLost(`The shop answered ${response.status}.`, seconds);
    return lost(() => response.json());
  }

  /** @returns {Record<string, string>} */
  #proof() {
    return this.orderToken ? { 'X-Order-Token': this.orderToken } : {};
  }
}

/**
 * Does something until its answer arrives. It must be safe to do twice: a question, an order with its own
 * `idempotencyKey`, or a change that looks first.
 * @template T @param {() => Promise<T>} action @returns {Promise<T>}
 */
export async function again(action) {
  for (let tries = 1; ; tries++) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof AnswerLost) || tries === TRIES) throw error;
      console.log(`No answer (${error.message}); asking again.`);
      await pause(error.seconds ?? 2 ** tries / 4);
    }
  }
}

/** @param {number} seconds */
export const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** @template T @param {() => Promise<T>} action @returns {Promise<T>} */
async function lost(action) {
  try {
    return await action();
  } catch (error) {
    throw new AnswerLost(error instanceof Error ? error.message : String(error));
  }
}
