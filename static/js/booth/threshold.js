/** Threshold trustees (autorités à seuil, t sur n): the texts of their ceremony, and its checks. */
import { decode, encode, readList, readObject, readText } from "./canonical.js";
import { InvalidProofError, MalformedError } from "./errors.js";
import { readProof } from "./numbers.js";
import { verifyKey, verifyTextSignature } from "./schnorr.js";
import { committedShare } from "./shamir.js";

/** Write the text that a certificate signs; context: {group, size, threshold, index}. */
export function certificateText(group, verification, encryption, context) {
  return encode({
    context: {
      group: context.group,
      size: context.size,
      threshold: context.threshold,
      index: context.index,
    },
    verification: group.encode(verification),
    encryption: group.encode(encryption),
  });
}

/** Write the text that commitments sign. */
export function commitmentsText(group, elements) {
  return encode({ coefexps: elements.map((one) => group.encode(one)) });
}

/** Write the text by which one trustee, of these commitments, signs all certificates. */
export function consentText(group, certificates, elements) {
  const coefexps = elements.map((one) => group.encode(one));
  return `certs_sig|${encode({ certs: certificates.map(({ signed }) => signed), coefexps })}`;
}

/** Read a certificate as it stands in a message or in the published parameters. */
export function readCertificate(group, json) {
  const [message, signature] = readObject(json, "message", "signature");
  const names = ["context", "verification", "encryption"];
  const [context, verification, encryption] = readObject(decode(readText(message)), ...names);
  const read = {
    signed: { message, signature },
    signature: readProof(group, signature),
    context,
    verification: group.decode(verification),
    encryption: group.decode(encryption),
  };
  if (certificateText(group, read.verification, read.encryption, context) !== message) {
    throw new MalformedError("json.not-canonical");
  }
  return read;
}

/** Read one trustee's commitments. */
export function readCommitments(group, json) {
  const [message, signature] = readObject(json, "message", "signature");
  const [listed] = readObject(decode(readText(message)), "coefexps");
  return {
    message,
    signature: readProof(group, signature),
    elements: readList(listed).map((one) => group.decode(one)),
  };
}

/** Raise unless a certificate is of this trustee and ceremony, its keys sound, and signed. */
export async function verifyCertificate(group, certificate, place) {
  await blaming("threshold.bad-certificate", place.index, async () => {
    const { context, verification, encryption, signed, signature } = certificate;
    const names = ["group", "size", "threshold", "index"];
    if (!names.every((name) => context[name] === place[name])) {
      throw new InvalidProofError("certificate.other-ceremony");
    }
    if (!group.hasKey(verification) || !group.hasKey(encryption)) {
      throw new InvalidProofError("proof.not-in-group");
    }
    await verifyTextSignature(group, verification, signed.message, signature);
  });
}

/** Raise unless a trustee committed to `threshold` coefficients and signed them. */
export async function verifyCommitments(group, certificate, commitments, index, threshold) {
  if (commitments.elements.length !== threshold) {
    throw new InvalidProofError("threshold.wrong-number", { index });
  }
  await blaming("threshold.bad-commitments", index, async () => {
    if (!commitments.elements.every((one) => group.hasKey(one))) {
      throw new InvalidProofError("proof.not-in-group");
    }
    const { message, signature } = commitments;
    await verifyTextSignature(group, certificate.verification, message, signature);
  });
}

/** Raise unless trustee `index`, of the commitments `elements`, signed all certificates. */
export async function verifyConsent(group, certificates, elements, index, proof) {
  const text = consentText(group, certificates, elements);
  const { verification } = certificates[index - 1];
  await blaming("threshold.bad-signature", index, () =>
    verifyTextSignature(group, verification, text, proof),
  );
}

/** Raise when the coefficients of some degree cancel out: fewer than t would then do. */
export function requireSoundSum(group, rows) {
  rows[0].forEach((_, degree) => {
    if (!group.hasKey(group.product(rows.map((row) => row[degree])))) {
      throw new InvalidProofError("threshold.cancelled", { degree });
    }
  });
}

/** Raise unless the parameters that a ceremony published are sound; return the public keys. */
export async function verifyThreshold(group, text, place) {
  const names = ["threshold", "certs", "coefexps", "signatures", "verification_keys"];
  const [threshold, certs, coefexps, signatures, keys] = readObject(decode(text), ...names);
  if (threshold !== place.threshold) {
    throw new InvalidProofError("threshold.wrong-number");
  }
  const certificates = readList(certs, place.size).map((one) => readCertificate(group, one));
  const commitments = readList(coefexps, place.size).map((one) => readCommitments(group, one));
  readList(signatures, place.size);
  for (const [i, certificate] of certificates.entries()) {
    const index = i + 1;
    const { elements } = commitments[i];
    await verifyCertificate(group, certificate, { ...place, index });
    await verifyCommitments(group, certificate, commitments[i], index, threshold);
    const consent = readProof(group, signatures[i]);
    await verifyConsent(group, certificates, elements, index, consent);
  }
  const rows = commitments.map(({ elements }) => elements);
  requireSoundSum(group, rows);
  const publicKeys = [];
  for (const [i, key] of readList(keys, place.size).entries()) {
    publicKeys.push(await verifyShareKey(group, certificates[i], rows, i + 1, key));
  }
  return { certificates, publicKeys };
}

async function verifyShareKey(group, certificate, rows, index, json) {
  const key = group.decode(json?.public_key);
  await blaming("trustee.bad-key", index, () => verifyKey(group, key, readProof(group, json.pok)));
  const expected = group.product(rows.map((row) => committedShare(group, row, index)));
  if (!group.equals(key, expected)) {
    throw new InvalidProofError("threshold.wrong-key", { index });
  }
  await blaming("threshold.bad-key-signature", index, () => {
    const signature = readProof(group, json.signature);
    return verifyTextSignature(group, certificate.verification, group.encode(key), signature);
  });
  return key;
}

async function blaming(code, index, check) {
  try {
    await check();
  } catch (fault) {
    throw new InvalidProofError(code, { index, cause: fault.code });
  }
}
