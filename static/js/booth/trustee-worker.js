/** The scrutineer's worker: makes keys and takes partial decryptions, off the page. */
import { checkTally } from "./counting.js";
import { RefusedError } from "./errors.js";
import { readKeyFile, writeKeyFile } from "./key-file.js";
import { BELENIOS_2048 } from "./named-groups.js";
import { newTrusteeKey, partialDecryption } from "./trustee.js";
import { answer } from "./worker-channel.js";

answer(globalThis, {
  /** Make a key for a meeting: the text of its file, and the public half to hand over. */
  newKey: async (meeting) => {
    const { secret, publicKeyJson } = await newTrusteeKey(BELENIOS_2048);
    return { file: writeKeyFile(meeting, BELENIOS_2048, secret), publicKey: publicKeyJson };
  },

  /** Check a key file; tell its meeting and public key, and nothing else. */
  openKey: (file) => {
    const { meeting, publicKey } = readKeyFile(file);
    return { meeting, publicKey: String(publicKey) };
  },

  /** Take the part of this key in the decryption of a tally. */
  decrypt: async ({ file, expectedKey, tally, fingerprint, archive }) => {
    const { group, secret, publicKey } = readKeyFile(file);
    if (expectedKey && String(publicKey) !== expectedKey) {
      throw new RefusedError("key.other");
    }
    const counted = archive === null ? null : await checkTally(archive, tally, fingerprint);
    return { partial: await partialDecryption(tally, secret, fingerprint, group), counted };
  },
});
