/** The checks a ballot passes before it is cast: those of the ballot box (urne), in its order. */
import { credentialContext, parseBallot, signedHash } from "./ballot.js";
import { verifyBoxes } from "./boxes.js";
import { InvalidProofError, RefusedError } from "./errors.js";
import { verifyLists } from "./lists.js";
import { verifyRanking } from "./ranking.js";
import { verifyHashSignature } from "./schnorr.js";

const VERIFY = { boxes: verifyBoxes, ranked: verifyRanking, lists: verifyLists };

/**
 * Raise unless the text is a canonical ballot of this election, rightly signed and proved.
 *
 * @param {object} election as openElection gives it
 * @returns the ballot read; whether its credential is on the list is not known here
 */
export async function checkBallot(election, text) {
  const ballot = parseBallot(election, text);
  if (ballot.uuid !== election.uuid || ballot.fingerprint !== election.fingerprint) {
    throw new RefusedError("ballot.wrong-election");
  }
  await verifySignature(election, ballot, text);
  await verifyAnswers(election, ballot);
  return ballot;
}

/** Raise unless the ballot's credential is a key that signed exactly this text. */
export async function verifySignature({ group }, { credential, signature }, text) {
  if (!group.hasKey(credential)) {
    throw new InvalidProofError("ballot.not-in-group");
  }
  if (signature.hash !== (await signedHash(text))) {
    throw new InvalidProofError("ballot.bad-signature", { cause: "hash" });
  }
  try {
    await verifyHashSignature(group, credential, signature.hash, signature.proof);
  } catch (fault) {
    throw failedAs("ballot.bad-signature", fault);
  }
}

/** Raise ballot.not-in-group or .bad-proof unless every question is answered as it may be. */
export async function verifyAnswers(election, { fingerprint, credential, answers }) {
  const context = credentialContext(fingerprint, credential);
  for (const [i, question] of election.questions.entries()) {
    try {
      await VERIFY[question.kind](election, context, question, answers[i]);
    } catch (fault) {
      const isOutside = fault.code === "proof.not-in-group";
      throw failedAs(isOutside ? "ballot.not-in-group" : "ballot.bad-proof", fault, i + 1);
    }
  }
}

/** Name a failure of the mathematics for what it means to a ballot. */
function failedAs(code, fault, question) {
  return fault instanceof InvalidProofError
    ? new InvalidProofError(code, { question, cause: fault.code })
    : fault;
}
