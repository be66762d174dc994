/** The cyclic group (groupe) in which ballots are encrypted: the interface its kinds fulfil.
 *
 * An element is opaque here: combined with others only by its group, written in its one text by
 * `String`. `finite-field.js` and `edwards.js` are the two kinds; exponents are BigInts modulo q.
 *
 * BigInt arithmetic is not constant time. The booth computes on the voter's own device and answers
 * nobody while it computes; this is the usual trade-off of in-browser voting, and we say so.
 */
import { InvalidProofError, MalformedError } from "./errors.js";
import { Comb, power, productOfPowers } from "./powers.js";

const BYTE = 8n;
const LOW_BYTE = 255n;
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

/**
 * A group of prime order q with base g.
 *
 * A kind brings `neutral`, `textLength`, `mostEmbedded`, `multiply`, `square`, `invert`, `equals`,
 * `compare` (the order of the format), `hasOne`, `decode`, `elementFrom`, `at`, `numberOf`, and
 * `nameOf`, by which a Map finds equal elements.
 * `padding` is how many low bits are left free to embed integers; null when it embeds none.
 */
export class Group {
  #combs = new Map();

  constructor({ name, q, g, padding = null }) {
    Object.assign(this, { name, q, g, padding });
    this.exponentLength = q.toString(10).length;
  }

  /** Divide two elements. */
  divide(dividend, divisor) {
    return this.multiply(dividend, this.invert(divisor));
  }

  /** Multiply elements; the neutral element when there are none. */
  product(elements) {
    return elements.reduce((total, element) => this.multiply(total, element), this.neutral);
  }

  /** Raise any element to any exponent, reduced mod q first. */
  power(base, exponent) {
    return power(this, base, modulo(exponent, this.q));
  }

  /** Raise g to an exponent, by its table. */
  powerG(exponent) {
    return this.powerFixed(this.g, exponent);
  }

  /** Raise a base that comes back often: its table is built at the first call and kept. */
  powerFixed(base, exponent) {
    const name = this.nameOf(base);
    let comb = this.#combs.get(name);
    if (comb === undefined) {
      comb = new Comb(this, base);
      this.#combs.set(name, comb);
    }
    return comb.power(modulo(exponent, this.q));
  }

  /** Multiply the powers of several bases, each with its own exponent, reduced mod q first. */
  multiPower(bases, exponents) {
    return productOfPowers(this, bases, exponents.map((one) => modulo(one, this.q)));
  }

  /** Say whether all are elements of the group, each in its one spelling; never spared. */
  has(...elements) {
    return elements.every((element) => this.hasOne(element));
  }

  /** Raise proof.not-in-group unless all are elements of the group. */
  require(...elements) {
    if (!this.has(...elements)) {
      throw new InvalidProofError("proof.not-in-group");
    }
  }

  /** Say whether an element can be a public key: in the group and not neutral. */
  hasKey(element) {
    return this.has(element) && !this.isNeutral(element);
  }

  /** Say whether an element is the neutral one. */
  isNeutral(element) {
    return this.equals(element, this.neutral);
  }

  /** Say whether all are exponents: 0 <= x < q. */
  hasExponents(...exponents) {
    return exponents.every((x) => typeof x === "bigint" && x >= 0n && x < this.q);
  }

  /** Write an element in its one text. */
  encode(element) {
    return String(element);
  }

  /** Write elements in their texts; a kind may do it faster together than one by one. */
  encodeAll(elements) {
    return elements.map(String);
  }

  /** Read an exponent no longer than q; its range is another question. */
  decodeExponent(text) {
    return decodeDecimal(text, this.exponentLength);
  }

  /** Hide numbers, each 0..255, in one element (ranked questions). */
  embed(numbers) {
    if (this.padding === null || numbers.length > this.mostEmbedded) {
      throw new RangeError(`${this.name} does not embed ${numbers.length} numbers`);
    }
    let number = numbers.reduce((read, one) => (read << BYTE) | BigInt(one), 0n);
    number <<= BigInt(this.padding);
    while (!this.has(this.at(number))) {
      number += 1n;
    }
    return this.at(number);
  }

  /** Read the `length` numbers that an element hides; any element hides some. */
  extract(element, length) {
    const number = this.numberOf(element) >> BigInt(this.padding);
    return Array.from({ length }, (_, i) => {
      return Number((number >> (BYTE * BigInt(length - 1 - i))) & LOW_BYTE);
    });
  }
}
