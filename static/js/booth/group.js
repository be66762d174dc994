/** The finite-field group of an election: powers, membership, canonical decimals.
 *
 * BigInt arithmetic is not constant time. The booth computes on the voter's own device and answers
 * nobody while it computes; this is the usual trade-off of in-browser voting, and we say so.
 */
import { MalformedError } from "./errors.js";

const WINDOW = 4n;
const DIGITS = 1 << Number(WINDOW);
const DECIMAL = /^(?:0|[1-9][0-9]*)$/;

/** Bring any integer into 0..modulus-1: BigInt's % follows the sign of the dividend. */
export function modulo(value, modulus) {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** Read a number without sign or leading zero, of at most `longest` digits; else json.number. */
export function decodeDecimal(text, longest) {
  if (typeof text !== "string" || text.length > longest || !DECIMAL.test(text)) {
    throw new MalformedError("json.number");
  }
  return BigInt(text);
}

/** Powers of one base, by a 4-bit comb: one multiplication for each four bits of the exponent. */
class Comb {
  constructor(base, p, q) {
    this.p = p;
    this.rows = [];
    const rows = Math.ceil(q.toString(2).length / Number(WINDOW));
    for (let row = 0, step = base; row < rows; row += 1) {
      const powers = [1n, step];
      for (let digit = 2; digit < DIGITS; digit += 1) {
        powers.push((powers[digit - 1] * step) % p);
      }
      this.rows.push(powers);
      step = (powers[DIGITS - 1] * step) % p;
    }
  }

  /** @param {bigint} exponent 0 <= exponent < q */
  power(exponent) {
    const hex = exponent.toString(16);
    let result = 1n;
    for (let i = 0; i < hex.length; i += 1) {
      const digit = parseInt(hex[hex.length - 1 - i], 16);
      if (digit !== 0) {
        result = (result * this.rows[i][digit]) % this.p;
      }
    }
    return result;
  }
}

/** A subgroup of order q of the integers mod p, with generator g. */
export class Group {
  #combs = new Map();

  constructor({ name, p, q, g }) {
    this.name = name;
    this.p = p;
    this.q = q;
    this.g = g;
  }

  /** Multiply elements; the neutral element when there are none. */
  product(elements) {
    return elements.reduce((total, element) => (total * element) % this.p, 1n);
  }

  /** Raise any element to any exponent, reduced mod q first. */
  power(base, exponent) {
    return this.#window(base, modulo(exponent, this.q));
  }

  /** Raise g to an exponent, by its table. */
  powerG(exponent) {
    return this.powerFixed(this.g, exponent);
  }

  /** Raise a base that comes back often: its table is built at the first call and kept. */
  powerFixed(base, exponent) {
    let comb = this.#combs.get(base);
    if (comb === undefined) {
      comb = new Comb(base, this.p, this.q);
      this.#combs.set(base, comb);
    }
    return comb.power(modulo(exponent, this.q));
  }

  /** Say whether all are reduced elements of the subgroup; the exponentiation cannot be spared. */
  has(...elements) {
    return elements.every(
      (x) => typeof x === "bigint" && x > 0n && x < this.p && this.#window(x, this.q) === 1n,
    );
  }

  /** Say whether an element can be a public key: in the group and not neutral. */
  hasKey(element) {
    return element !== 1n && this.has(element);
  }

  /** Say whether all are exponents: 0 <= x < q. */
  hasExponents(...exponents) {
    return exponents.every((x) => typeof x === "bigint" && x >= 0n && x < this.q);
  }

  /** Write an element as a plain decimal number. */
  encode(element) {
    return element.toString(10);
  }

  /** Read an element no longer than p; membership is another question. */
  decode(text) {
    return decodeDecimal(text, this.p.toString(10).length);
  }

  /** Read an exponent no longer than q; its range is another question. */
  decodeExponent(text) {
    return decodeDecimal(text, this.q.toString(10).length);
  }

  #window(base, exponent) {
    const powers = [1n];
    for (let digit = 1; digit < DIGITS; digit += 1) {
      powers.push((powers[digit - 1] * base) % this.p);
    }
    let result = 1n;
    for (const hexDigit of exponent.toString(16)) {
      for (let i = 0n; i < WINDOW; i += 1n) {
        result = (result * result) % this.p;
      }
      result = (result * powers[parseInt(hexDigit, 16)]) % this.p;
    }
    return result;
  }
}
