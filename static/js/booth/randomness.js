/** The one file of the booth that draws, from the browser's secure source. */

const EXTRA_BITS = 128;

/** Draw an exponent in 0..q-1, uniform up to 2^-128: 128 bits more than q, then reduced. */
export function drawExponent(group) {
  const bytes = new Uint8Array(Math.ceil((group.q.toString(2).length + EXTRA_BITS) / 8));
  globalThis.crypto.getRandomValues(bytes);
  const number = bytes.reduce((read, byte) => (read << 8n) | BigInt(byte), 0n);
  bytes.fill(0);
  return number % group.q;
}

/** Draw a secret key in 1..q-1. */
export function drawSecret(group) {
  for (;;) {
    const secret = drawExponent(group);
    if (secret !== 0n) {
      return secret;
    }
  }
}

/** Draw a uniform permutation of 0..length-1, by exchanges (Fisher and Yates). */
export function drawPermutation(length) {
  const order = Array.from({ length }, (_, i) => i);
  for (let last = length - 1; last > 0; last -= 1) {
    const other = drawBelow(last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** Draw a whole number below `limit`, at most 2^32; what would favour some is drawn again. */
function drawBelow(limit) {
  const fair = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const [number] = globalThis.crypto.getRandomValues(new Uint32Array(1));
    if (number < fair) {
      return number % limit;
    }
  }
}

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const FAIR = 256 - (256 % BASE58.length); // a byte from here on would favour the first digits

/** Draw a text of Base58 characters, each one uniform. */
export function drawBase58(length) {
  let text = "";
  while (text.length < length) {
    const [byte] = globalThis.crypto.getRandomValues(new Uint8Array(1));
    text += byte < FAIR ? BASE58[byte % BASE58.length] : "";
  }
  return text;
}

/** Draw bytes: salts and nonces. */
export function drawBytes(length) {
  return globalThis.crypto.getRandomValues(new Uint8Array(length));
}
