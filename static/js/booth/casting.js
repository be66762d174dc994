/** The checks a ballot passes before it is cast: those of the ballot box (urne), in its order. */
import { parseBallot } from "./ballot.js";
import { verifyBlankExcludes, verifyBlankOrInterval } from "./blank-proof.js";
import { encode } from "./canonical.js";
import { multiply } from "./elgamal.js";
import { InvalidProofError, RefusedError } from "./errors.js";
import { sha256B64 } from "./hashing.js";
import { verifyInterval } from "./interval-proof.js";
import { verifyHashSignature } from "./schnorr.js";

/**
 * Raise unless the text is a canonical ballot of this election, rightly signed and proved.
 *
 * @param {object} election as openElection gives it
 * @returns the ballot read; whether its credential is on the list is not known here
 */
export async function checkBallot(election, text) {
  const ballot = parseBallot(election, text);
  if (ballot.uuid !== election.uuid || ballot.hash !== election.fingerprint) {
    throw new RefusedError("ballot.wrong-election");
  }
  await checkSignature(election.group, ballot);
  const elements = ballot.answers.flatMap(({ choices }) => elementsOf(choices));
  if (!election.group.has(...elements)) {
    throw new InvalidProofError("ballot.not-in-group");
  }
  await refusedAs("ballot.bad-proof", () => checkAnswers(election, ballot));
  return ballot;
}

async function checkSignature(group, { credential, signature, unsigned }) {
  if (!group.hasKey(credential)) {
    throw new InvalidProofError("ballot.not-in-group");
  }
  if (signature.hash !== (await sha256B64(encode(unsigned)))) {
    throw new InvalidProofError("ballot.bad-signature");
  }
  const { hash, proof } = signature;
  const verify = () => verifyHashSignature(group, credential, hash, proof);
  await refusedAs("ballot.bad-signature", verify);
}

async function checkAnswers({ group, key, questions }, { hash, credential, answers }) {
  const context = `${hash}|${credential}`;
  for (const [i, question] of questions.entries()) {
    const { choices, individual } = answers[i];
    for (const [j, ciphertext] of choices.entries()) {
      await verifyInterval(group, key, context, ciphertext, 0, 1, individual[j]);
    }
    const bound = `${context}|${elementsOf(choices).join(",")}`;
    await checkSum(group, key, question, bound, answers[i]);
  }
}

async function checkSum(group, key, { blank, min, max }, context, answer) {
  const { choices, overall } = answer;
  if (!blank) {
    await verifyInterval(group, key, context, multiply(group, choices), min, max, overall);
    return;
  }
  const [first, ...others] = choices;
  const rest = multiply(group, others);
  await verifyBlankOrInterval(group, key, context, first, rest, min, max, overall);
  await verifyBlankExcludes(group, key, context, first, rest, answer.blank);
}

function elementsOf(choices) {
  return choices.flatMap(({ alpha, beta }) => [alpha, beta]);
}

/** Run a verification of the mathematics; name its failure for what it means to a ballot. */
async function refusedAs(code, verify) {
  try {
    await verify();
  } catch (fault) {
    throw fault instanceof InvalidProofError
      ? new InvalidProofError(code, { fault: fault.code })
      : fault;
  }
}
