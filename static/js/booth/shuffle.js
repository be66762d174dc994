/** A verifiable shuffle (mélange prouvé): ciphertexts re-encrypted and permuted, with its proof.
 *
 * The proof of Terelius and Wikström: commitments to a permutation matrix, a chain that shows it is
 * one, and the batched statement that the outputs are the inputs permuted by it. Unlike everywhere
 * else in the format, responses are nonce *plus* secret times challenge.
 */
import { encryptElement } from "./elgamal.js";
import { InvalidProofError } from "./errors.js";
import { generators } from "./generators.js";
import { modulo } from "./group.js";
import { drawExponent, drawPermutation } from "./randomness.js";
import { Statement, columns } from "./shuffle-statement.js";

/**
 * Permute and re-encrypt ciphertexts at random.
 *
 * @param {object[]} inputs already known to be in the group
 * @param {() => void} onStep called three times for each ciphertext, as the work goes on
 * @returns {Promise<{outputs: object[], proof: object}>}
 */
export async function shuffle(group, key, fingerprint, inputs, onStep = () => {}) {
  const order = drawPermutation(inputs.length);
  const fresh = drawExponents(group, inputs.length);
  const outputs = order.map((i) => {
    onStep();
    return reencrypt(group, key, inputs[i], fresh[i]);
  });
  const statement = new Statement(group, key, fingerprint, inputs, outputs);
  return { outputs, proof: await prove(statement, order, fresh, onStep) };
}

/**
 * Raise unless the outputs are the inputs permuted and re-encrypted.
 *
 * @param {object[]} inputs known to be in the group; outputs and proof are not
 */
export async function verifyShuffle(group, key, fingerprint, inputs, outputs, proof) {
  requireShape(group, inputs.length, outputs, proof);
  group.require(...outputs.flatMap(({ alpha, beta }) => [alpha, beta]));
  group.require(...proof.permutation, ...proof.chain);
  const statement = new Statement(group, key, fingerprint, inputs, outputs);
  const { commitments, permutation, chain } = proof;
  const weights = await statement.weights(permutation);
  const asked = await statement.challenge(commitments, permutation, chain);
  const found = await recomputed(statement, proof, weights, asked);
  const [shown, expected] = [commitments, found].map(({ single, links }) => [...single, ...links]);
  if (!shown.every((element, i) => group.equals(element, expected[i]))) {
    throw new InvalidProofError("proof.wrong-challenge");
  }
}

async function prove(statement, order, fresh, onStep) {
  const { group } = statement;
  const [h, ...bases] = await generators(group, order.length);
  const committed = drawExponents(group, order.length);
  const permutation = order.map(() => group.neutral);
  order.forEach((i, place) => {
    permutation[i] = group.multiply(group.powerG(committed[i]), bases[place]);
    onStep();
  });
  const weights = await statement.weights(permutation);
  const permuted = order.map((i) => weights[i]);
  const links = chained(group, h, drawExponents(group, order.length), permuted, onStep);
  const chain = links.map(({ element }) => element);
  const nonces = {
    single: drawExponents(group, 4),
    links: drawExponents(group, order.length),
    places: drawExponents(group, order.length),
  };
  const commitments = {
    single: statement.singleCommitments(bases, nonces.single, nonces.places),
    links: links.map(({ before }, i) => {
      const { ofG, ofH } = before;
      const place = nonces.places[i];
      return twoPowers(group, h, nonces.links[i] + ofG * place, ofH * place);
    }),
  };
  const asked = await statement.challenge(commitments, permutation, chain);
  const ofLast = links.at(-1)?.ofG ?? 0n;
  const secrets = [sum(committed), ofLast, dot(committed, weights), dot(fresh, weights)];
  const linked = links.map(({ nonce }) => nonce);
  const responses = {
    single: answers(group, nonces.single, secrets, asked),
    links: answers(group, nonces.links, linked, asked),
    places: answers(group, nonces.places, permuted, asked),
  };
  return { commitments, responses, permutation, chain };
}

/**
 * Make the chain: each link is g^nonce times the link before, raised to its weight.
 *
 * The prover knows every link as a power of g and one of h, which spares it all other powers.
 */
function chained(group, h, nonces, weights, onStep) {
  let before = { ofG: 0n, ofH: 1n };
  return nonces.map((nonce, i) => {
    const ofG = modulo(nonce + before.ofG * weights[i], group.q);
    const ofH = modulo(before.ofH * weights[i], group.q);
    const link = { element: twoPowers(group, h, ofG, ofH), nonce, before, ofG, ofH };
    before = link;
    onStep();
    return link;
  });
}

/** Compute the commitments that the responses ask for: those shown, when the proof holds. */
async function recomputed(statement, proof, weights, asked) {
  const { group, inputs } = statement;
  const { permutation, chain, responses } = proof;
  const [h, ...bases] = await generators(group, weights.length);
  const allWeights = weights.reduce((total, weight) => (total * weight) % group.q, 1n);
  const { alphas, betas } = columns(inputs);
  const claims = [
    group.divide(group.product(permutation), group.product(bases)),
    group.divide(chain.at(-1) ?? h, group.power(h, allWeights)),
    group.multiPower(permutation, weights),
    group.multiPower(betas, weights),
    group.multiPower(alphas, weights),
  ];
  const single = statement.singleCommitments(bases, responses.single, responses.places);
  const links = chain.map((link, i) => {
    const before = i === 0 ? h : chain[i - 1];
    return group.product([
      group.powerG(responses.links[i]),
      group.power(before, responses.places[i]),
      group.power(group.invert(link), asked),
    ]);
  });
  const known = claims.map((claim, i) => group.divide(single[i], group.power(claim, asked)));
  return { single: known, links };
}

function requireShape(group, number, outputs, { commitments, responses, permutation, chain }) {
  const answered = [responses.links, responses.places];
  const ofEach = [outputs, commitments.links, ...answered, permutation, chain];
  const hasSingle = commitments.single.length === 5 && responses.single.length === 4;
  if (!hasSingle || ofEach.some(({ length }) => length !== number)) {
    throw new InvalidProofError("proof.wrong-shape", { expected: number });
  }
  const { single, links, places } = responses;
  if (!group.hasExponents(...single, ...links, ...places)) {
    throw new InvalidProofError("proof.out-of-range");
  }
}

function reencrypt(group, key, { alpha, beta }, randomness) {
  const mask = encryptElement(group, key, beta, randomness);
  return { alpha: group.multiply(alpha, mask.alpha), beta: mask.beta };
}

/** Multiply a power of g and one of h, both by their tables. */
function twoPowers(group, h, ofG, ofH) {
  return group.multiply(group.powerG(ofG), group.powerFixed(h, ofH));
}

function drawExponents(group, number) {
  return Array.from({ length: number }, () => drawExponent(group));
}

function answers(group, nonces, secrets, asked) {
  return nonces.map((nonce, i) => modulo(nonce + asked * secrets[i], group.q));
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0n);
}

function dot(left, right) {
  return sum(left.map((number, i) => number * right[i]));
}
