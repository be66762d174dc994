/** What a shuffle proves (énoncé du mélange), and what both of its sides compute of it.
 *
 * The prover's commitments and the verifier's are the same powers: the one has nonces, the other
 * responses. A proof is {commitments: {single, links}, responses: {single, links, places},
 * permutation, chain}: t, s, c and c hat of the specification.
 */
import { sha256Hex } from "./hashing.js";

export class Statement {
  constructor(group, key, fingerprint, inputs, outputs) {
    Object.assign(this, { group, key, fingerprint, inputs, outputs });
  }

  /** Compute u of the specification: one challenge for each input. */
  async weights(permutation) {
    const whole = await sha256Hex(
      `shuffle-challenges|${this.fingerprint}|${this.#hashed(permutation)}`,
    );
    const numbers = this.inputs.map(async (_, place) => {
      const number = BigInt(`0x${await sha256Hex(whole + (await sha256Hex(String(place))))}`);
      return number % this.group.q;
    });
    return Promise.all(numbers);
  }

  /** Compute the challenge over everything shown before it. */
  async challenge({ single, links }, permutation, chain) {
    const shown = this.#texts(single) + this.#texts(links);
    const seen = this.#hashed(permutation) + this.#texts(chain) + String(this.key);
    const digest = await sha256Hex(`shuffle-challenge|${this.fingerprint}|${shown}${seen}`);
    return BigInt(`0x${digest}`) % this.group.q;
  }

  /** Compute t1, t2, t3, t41 and t42 from single numbers and one for each place. */
  singleCommitments(bases, [first, second, third, fourth], places) {
    const { group, key } = this;
    const { alphas, betas } = columns(this.outputs);
    return [
      group.powerG(first),
      group.powerG(second),
      group.multiply(group.powerG(third), group.multiPower(bases, places)),
      group.multiply(group.powerFixed(key, -fourth), group.multiPower(betas, places)),
      group.multiply(group.powerG(-fourth), group.multiPower(alphas, places)),
    ];
  }

  #hashed(permutation) {
    const pairs = [...this.inputs, ...this.outputs].flatMap(({ alpha, beta }) => [alpha, beta]);
    return this.#texts(pairs) + this.#texts(permutation);
  }

  #texts(elements) {
    return this.group.encodeAll(elements).map((text) => `${text},`).join("");
  }
}

/** List all alphas and all betas. */
export function columns(ciphertexts) {
  return {
    alphas: ciphertexts.map(({ alpha }) => alpha),
    betas: ciphertexts.map(({ beta }) => beta),
  };
}
