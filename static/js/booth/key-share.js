/** A trustee's side of the key ceremony (cérémonie des clés): from a seed to a decryption key.
 *
 * Everything secret is derived from the seed or sealed with a key derived from it: who keeps the
 * seed and the last message of the ceremony can always decrypt again.
 */
import { decode, encode, readList, readObject, readText } from "./canonical.js";
import { seal, unseal } from "./channel.js";
import { InvalidProofError, RefusedError } from "./errors.js";
import { decodeDecimal } from "./group.js";
import { sha256Hex } from "./hashing.js";
import { groupNamed } from "./named-groups.js";
import { readProof, writeProof } from "./numbers.js";
import { drawBase58 } from "./randomness.js";
import { proveKey, signText } from "./schnorr.js";
import { encodeSealed, parseSealed } from "./sealed.js";
import { commit, drawPolynomial, evaluate, verifyShare } from "./shamir.js";
import {
  certificateText,
  commitmentsText,
  consentText,
  readCertificate,
  readCommitments,
  verifyCertificate,
  verifyCommitments,
  verifyConsent,
  verifyThreshold,
} from "./threshold.js";

const SEED_LENGTH = 22; // Base58 characters, 128 bits
const LONGEST_KEY = 640; // digits: a sum of a hundred numbers below the largest q

/** Draw a seed for trustee `index` of a ceremony where `threshold` of `size` decrypt. */
export function newSeat(groupName, size, threshold, index) {
  return openSeat({ group: groupName, size, threshold, index }, drawBase58(SEED_LENGTH));
}

/** Return the seat that a kept seed stands for, with its two derived secrets. */
export async function openSeat(context, seed) {
  const group = groupNamed(context.group);
  const derive = async (use) => BigInt(`0x${await sha256Hex(`${use}|${seed}`)}`) % group.q;
  return { group, context, seed, signing: await derive("sk"), decryption: await derive("dk") };
}

/** Make the trustee's certificate, step 1. */
export async function makeCertificate({ group, context, signing, decryption }) {
  const [verification, encryption] = [group.powerG(signing), group.powerG(decryption)];
  const message = certificateText(group, verification, encryption, context);
  const signature = writeProof(await signText(group, signing, message));
  return encode({ message, signature });
}

/** Read all certificates and raise unless they are of this ceremony, one's own among them. */
export async function checkCertificates(seat, texts) {
  const { group, context } = seat;
  if (texts.length !== context.size) {
    throw new RefusedError("ceremony.wrong-number");
  }
  const certificates = texts.map((text) => readCertificate(group, decode(text)));
  for (const [i, certificate] of certificates.entries()) {
    await verifyCertificate(group, certificate, { ...context, index: i + 1 });
  }
  requireMine(seat, certificates);
  return certificates;
}

/** Draw the trustee's polynomial and seal a share of it for everyone, step 3. */
export async function makePolynomial(seat, certificateTexts) {
  const { group, context, signing } = seat;
  const certificates = await checkCertificates(seat, certificateTexts);
  const coefficients = drawPolynomial(group, context.threshold);
  const elements = commit(group, coefficients);
  const message = commitmentsText(group, elements);
  const consent = consentText(group, certificates, elements);
  const secrets = [];
  for (const [i, { encryption }] of certificates.entries()) {
    const share = encode({ secret: String(evaluate(group, coefficients, i + 1)) });
    secrets.push(encodeSealed(group, await seal(group, signing, encryption, share)));
  }
  const own = encode({ polynomial: coefficients.map(String) });
  return encode({
    polynomial: encodeSealed(group, await sealForMe(seat, own)),
    secrets,
    coefexps: { message, signature: writeProof(await signText(group, signing, message)) },
    signature: writeProof(await signText(group, signing, consent)),
  });
}

/** Check every share received, and make the trustee's decryption key of them, step 5. */
export async function makeOutput(seat, certificateTexts, inputText) {
  const { group, signing } = seat;
  const certificates = await checkCertificates(seat, certificateTexts);
  const received = readInput(seat, inputText);
  await checkPublicParts(seat, certificates, received);
  await checkOwnPolynomial(seat, received);
  const shares = await openShares(seat, certificates, received);
  const secret = shares.reduce((total, share) => total + share, 0n) % group.q;
  const key = group.powerG(secret);
  const sealed = await sealForMe(seat, encode({ decryption_key: String(secret) }));
  return encode({
    private_key: encodeSealed(group, sealed),
    public_key: {
      pok: writeProof(await proveKey(group, secret, key)),
      public_key: group.encode(key),
      signature: writeProof(await signText(group, signing, group.encode(key))),
    },
  });
}

/** Return the trustee's secret from its seed and its last message, to decrypt with. */
export async function decryptionKey({ group, signing, decryption }, outputText) {
  const [sealed, json] = readObject(decode(outputText), "private_key", "public_key");
  const sender = group.powerG(signing);
  const text = await unseal(group, decryption, sender, parseSealed(group, sealed));
  const [number] = readObject(decode(text), "decryption_key");
  const secret = decodeDecimal(number, LONGEST_KEY) % group.q;
  if (!group.equals(group.powerG(secret), group.decode(json?.public_key))) {
    throw new InvalidProofError("ceremony.not-mine");
  }
  return secret;
}

/** Raise unless published parameters are sound and this trustee's part of them is its own. */
export async function checkPublished(seat, outputText, parametersText) {
  const { group, context } = seat;
  const { certificates, publicKeys } = await verifyThreshold(group, parametersText, context);
  requireMine(seat, certificates);
  const mine = group.powerG(await decryptionKey(seat, outputText));
  if (!group.equals(mine, publicKeys[context.index - 1])) {
    throw new InvalidProofError("ceremony.not-mine");
  }
}

function requireMine({ group, context, signing, decryption }, certificates) {
  const { verification, encryption } = certificates[context.index - 1];
  const isMine = group.equals(verification, group.powerG(signing));
  if (!isMine || !group.equals(encryption, group.powerG(decryption))) {
    throw new InvalidProofError("ceremony.not-mine");
  }
}

function sealForMe({ group, signing, decryption }, text) {
  return seal(group, signing, group.powerG(decryption), text);
}

function readInput({ group, context: { size } }, text) {
  const names = ["polynomial", "secrets", "coefexps", "signatures"];
  const [own, secrets, commitments, consents] = readObject(decode(text), ...names);
  return {
    polynomial: parseSealed(group, own),
    secrets: readList(secrets, size).map((one) => parseSealed(group, one)),
    commitments: readList(commitments, size).map((one) => readCommitments(group, one)),
    consents: readList(consents, size).map((one) => readProof(group, one)),
  };
}

/** Raise unless every trustee committed, signed that, and signed the same certificates. */
async function checkPublicParts({ group, context }, certificates, { commitments, consents }) {
  for (const [i, certificate] of certificates.entries()) {
    const index = i + 1;
    await verifyCommitments(group, certificate, commitments[i], index, context.threshold);
    await verifyConsent(group, certificates, commitments[i].elements, index, consents[i]);
  }
}

/** Raise unless the commitments under one's own name are to the polynomial one sealed. */
async function checkOwnPolynomial(seat, { polynomial, commitments }) {
  const { group, context, signing, decryption } = seat;
  const text = await unseal(group, decryption, group.powerG(signing), polynomial);
  const [listed] = readObject(decode(text), "polynomial");
  const coefficients = readList(listed).map((one) => group.decodeExponent(one));
  const found = commitmentsText(group, commit(group, coefficients));
  if (found !== commitmentsText(group, commitments[context.index - 1].elements)) {
    throw new InvalidProofError("ceremony.not-mine");
  }
}

/** Open the share that each trustee made for this one, checked against its commitments. */
async function openShares({ group, context, decryption }, certificates, received) {
  const shares = [];
  for (const [i, { verification }] of certificates.entries()) {
    try {
      const text = await unseal(group, decryption, verification, received.secrets[i]);
      const [number] = readObject(decode(text), "secret");
      const share = group.decodeExponent(readText(number));
      verifyShare(group, received.commitments[i].elements, context.index, share);
      shares.push(share);
    } catch (fault) {
      throw new InvalidProofError("ceremony.bad-share", { index: i + 1, cause: fault.code });
    }
  }
  return shares;
}
