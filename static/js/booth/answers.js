/** The encrypted answers of a ballot (réponses chiffrées), one form per kind of question.
 *
 * Boxes: {choices, individualProofs, overallProof, blankProof}; a ranking: {choices, proof}, its
 * choices being one ciphertext; lists: {choices, individualProofs, overallProof, listProofs,
 * nonzeroProof}, all but the overall proof and the last list by list.
 */
import { readList, readObject } from "./canonical.js";
import {
  readCiphertext,
  readCiphertexts,
  readNonzeroProof,
  readProof,
  readProofs,
  writeCiphertext,
  writeNonzeroProof,
  writeProof,
} from "./numbers.js";
import { boxCount } from "./questions.js";

/** List every ciphertext of an answer in order. */
export function ciphertextsOf({ choices }) {
  return [choices].flat(2);
}

/** Return the JSON of one answer. */
export function writeAnswer({ kind }, answer) {
  return WRITERS[kind](answer);
}

/** Read an answer of the shape that its question asks for, or raise json.*. */
export function readAnswer(group, question, json) {
  return READERS[question.kind](group, question, json);
}

const WRITERS = {
  boxes: ({ choices, individualProofs, overallProof, blankProof }) => ({
    choices: choices.map(writeCiphertext),
    individual_proofs: individualProofs.map(writeProofs),
    overall_proof: writeProofs(overallProof),
    ...(blankProof === null ? {} : { blank_proof: writeProofs(blankProof) }),
  }),
  ranked: ({ choices, proof }) => ({ choices: writeCiphertext(choices), proof: writeProof(proof) }),
  lists: ({ choices, individualProofs, overallProof, listProofs, nonzeroProof }) => ({
    choices: choices.map((row) => row.map(writeCiphertext)),
    individual_proofs: individualProofs.map((row) => row.map(writeProofs)),
    overall_proof: writeProof(overallProof),
    list_proofs: listProofs.map(writeProofs),
    nonzero_proof: writeNonzeroProof(nonzeroProof),
  }),
};

const READERS = { boxes: readBoxes, ranked: readRanking, lists: readLists };

function readBoxes(group, question, json) {
  const { min, max, blank } = question;
  const boxes = boxCount(question);
  const names = ["choices", "individual_proofs", "overall_proof"];
  const all = blank ? [...names, "blank_proof"] : names;
  const [choices, individual, overall, excludes] = readObject(json, ...all);
  return {
    choices: readCiphertexts(group, choices, boxes),
    individualProofs: readList(individual, boxes).map((one) => readProofs(group, one, 2)),
    overallProof: readProofs(group, overall, max - min + 1 + Number(blank)),
    blankProof: blank ? readProofs(group, excludes, 2) : null,
  };
}

function readRanking(group, _question, json) {
  const [choices, proof] = readObject(json, "choices", "proof");
  return { choices: readCiphertext(group, choices), proof: readProof(group, proof) };
}

function readLists(group, { lists }, json) {
  const names = ["choices", "individual_proofs", "overall_proof", "list_proofs", "nonzero_proof"];
  const [choices, individual, overall, ofLists, nonzero] = readObject(json, ...names);
  const rows = (value) => readList(value, lists.length);
  const proofs = rows(individual).map((row, i) => readList(row, lists[i].length));
  return {
    choices: rows(choices).map((row, i) => readCiphertexts(group, row, lists[i].length)),
    individualProofs: proofs.map((row) => row.map((one) => readProofs(group, one, 2))),
    overallProof: readProof(group, overall),
    listProofs: rows(ofLists).map((one) => readProofs(group, one, 2)),
    nonzeroProof: readNonzeroProof(group, nonzero),
  };
}

function writeProofs(proofs) {
  return proofs.map(writeProof);
}
