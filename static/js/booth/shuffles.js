/** Mixing (mélanges) before rankings are opened: one trustee's shuffle, made, written, verified.
 *
 * A shuffle is {ciphertexts, proofs}, one of each per ranked question, in their order.
 */
import { decode, encode, readList, readObject, reading } from "./canonical.js";
import { InvalidProofError, MalformedError } from "./errors.js";
import { readCiphertexts, writeCiphertext } from "./numbers.js";
import * as proved from "./shuffle.js";

const STEPS = 3; // that each ciphertext reports while it is shuffled

/**
 * Permute and re-encrypt the rankings of a tally, with the proof of it.
 *
 * @param {object[][]} rankings ciphertexts per ranked question, in the group
 * @param {(done: number) => void} onProgress how much is done, from 0 to 1
 */
export async function shuffleRankings(group, key, fingerprint, rankings, onProgress = () => {}) {
  const all = STEPS * rankings.flat().length;
  let done = 0;
  const onStep = () => {
    done += 1;
    onProgress(done / all);
  };
  const made = [];
  for (const row of rankings) {
    made.push(await proved.shuffle(group, key, fingerprint, row, onStep));
  }
  const ciphertexts = made.map(({ outputs }) => outputs);
  return { ciphertexts, proofs: made.map(({ proof }) => proof) };
}

/** Return the shuffle in a text when its outputs are the rankings before it, or raise shuffle.*. */
export async function verifyShuffle({ group, key, fingerprint }, rankings, text) {
  const lengths = rankings.map(({ length }) => length);
  const shuffle = parseShuffle(group, lengths, text);
  for (const [i, inputs] of rankings.entries()) {
    const [outputs, proof] = [shuffle.ciphertexts[i], shuffle.proofs[i]];
    try {
      await proved.verifyShuffle(group, key, fingerprint, inputs, outputs, proof);
    } catch (fault) {
      throw fault instanceof InvalidProofError
        ? new InvalidProofError("shuffle.bad-proof", { question: i + 1, cause: fault.code })
        : fault;
    }
  }
  return shuffle;
}

/** Write one trustee's shuffle. */
export function encodeShuffle({ ciphertexts, proofs }) {
  return encode({
    ciphertexts: ciphertexts.map((row) => row.map(writeCiphertext)),
    proofs: proofs.map(writeProof),
  });
}

/** Read a shuffle of as many ciphertexts per ranked question as `lengths` says. */
export function parseShuffle(group, lengths, text) {
  try {
    const [ciphertexts, proofs] = readObject(decode(text), "ciphertexts", "proofs");
    const rows = readList(ciphertexts, lengths.length);
    const shown = readList(proofs, lengths.length);
    const shuffle = {
      ciphertexts: rows.map((row, i) => readCiphertexts(group, row, lengths[i])),
      proofs: shown.map((one, i) => readProof(group, one, lengths[i])),
    };
    if (encodeShuffle(shuffle) !== text) {
      throw new MalformedError("shuffle.not-canonical");
    }
    return shuffle;
  } catch (fault) {
    throw reading("shuffle", fault);
  }
}

function writeProof({ commitments, responses, permutation, chain }) {
  const [t1, t2, t3, ...t4] = commitments.single.map(String);
  return [
    [t1, t2, t3, t4, commitments.links.map(String)],
    [
      ...responses.single.map(String),
      responses.links.map(String),
      responses.places.map(String),
    ],
    permutation.map(String),
    chain.map(String),
  ];
}

function readProof(group, json, length) {
  const elements = (list, count) => readList(list, count).map((one) => group.decode(one));
  const exponents = (list, count) => readList(list, count).map((one) => group.decodeExponent(one));
  const [shown, answered, permutation, chain] = readList(json, 4);
  const [t1, t2, t3, t4, links] = readList(shown, 5);
  const [s1, s2, s3, s4, ofLinks, ofPlaces] = readList(answered, 6);
  return {
    commitments: {
      single: elements([t1, t2, t3, ...readList(t4, 2)]),
      links: elements(links, length),
    },
    responses: {
      single: exponents([s1, s2, s3, s4]),
      links: exponents(ofLinks, length),
      places: exponents(ofPlaces, length),
    },
    permutation: elements(permutation, length),
    chain: elements(chain, length),
  };
}
