/** Groups of integers modulo a prime (corps fini): BELENIOS-2048 and RFC-3526-2048. */
import { Group, decodeDecimal } from "./group.js";
import { inverse, jacobi, power } from "./powers.js";

/** The subgroup of prime order q of the integers modulo the prime p; its elements are BigInts. */
export class FiniteField extends Group {
  constructor({ name, p, q, g, padding }) {
    super({ name, q, g, padding });
    this.p = p;
    this.textLength = p.toString(10).length;
  }

  /** Say whether p = 2q + 1: then the subgroup is the squares, and one symbol says so. */
  get isSafe() {
    return this.p === 2n * this.q + 1n;
  }

  get neutral() {
    return 1n;
  }

  /** How many bytes fit below p above the padding. */
  get mostEmbedded() {
    const bits = this.p.toString(2).length;
    return this.padding === null ? 0 : Math.floor((bits - 1 - this.padding) / 8);
  }

  multiply(first, second) {
    return (first * second) % this.p;
  }

  square(element) {
    return (element * element) % this.p;
  }

  invert(element) {
    return inverse(element, this.p);
  }

  equals(first, second) {
    return first === second;
  }

  /** Order two elements as integers. */
  compare(first, second) {
    return first < second ? -1 : Number(first > second);
  }

  /** Say whether an element is in 1..p-1 and a power q of it is 1. */
  hasOne(element) {
    if (typeof element !== "bigint" || element <= 0n || element >= this.p) {
      return false;
    }
    return this.isSafe ? jacobi(element, this.p) === 1 : power(this, element, this.q) === 1n;
  }

  /** Read an element no longer than p; membership is another question. */
  decode(text) {
    return decodeDecimal(text, this.textLength);
  }

  /** Turn a 256-bit number into an element whose logarithm nobody knows. */
  elementFrom(number) {
    return power(this, number, (this.p - 1n) / this.q);
  }

  at(number) {
    return number;
  }

  nameOf(element) {
    return element;
  }

  numberOf(element) {
    return element;
  }
}
