/** What must not leave a scrutineer's worker: her opened keys, and what is done with them. */
import { checkTally } from "./counting.js";
import { InvalidProofError, RefusedError } from "./errors.js";
import { inspectKeyFile, openKeyFile, writeKeyFile } from "./key-file.js";
import {
  checkPublished,
  decryptionKey,
  makeCertificate,
  makeOutput,
  makePolynomial,
  newSeat,
} from "./key-share.js";
import { groupNamed } from "./named-groups.js";
import { newTrusteeKey, partialDecryption, rehearsedPart } from "./trustee.js";

export class TrusteeKeys {
  #keys = new Map(); // by group: {group, secret} or {group, seat}

  /** Make a mandatory key in each group: the file, and the public halves to hand over. */
  async makeSingle({ meeting, round, groups, passphrase }) {
    this.#keys.clear();
    const publicKeys = {};
    for (const name of groups) {
      const group = groupNamed(name);
      const { secret, publicKeyJson } = await newTrusteeKey(group);
      this.#keys.set(name, { group, secret });
      publicKeys[name] = publicKeyJson;
    }
    return { file: await this.#write(meeting, round, passphrase), publicKeys };
  }

  /** Draw a seat of the ceremony in each group: the file, and the certificates to hand over. */
  async makeSeats({ meeting, round, groups, size, threshold, index, passphrase }) {
    this.#keys.clear();
    for (const name of groups) {
      const seat = await newSeat(name, size, threshold, index);
      this.#keys.set(name, { group: seat.group, seat });
    }
    const file = await this.#write(meeting, round, passphrase);
    return { file, messages: await this.#each(({ seat }) => makeCertificate(seat)) };
  }

  /** Open a file; tell what it is of, and nothing else. */
  async open({ file, passphrase }) {
    const { meeting, round, keys } = await openKeyFile(file, passphrase);
    this.#keys = keys;
    return { meeting, round, groups: [...keys.keys()] };
  }

  /** Tell whether a file needs a passphrase. */
  inspect(file) {
    const { meeting, isLocked } = inspectKeyFile(file);
    return { meeting, isLocked };
  }

  /** Make the messages of step 3. */
  polynomials({ certificates }) {
    return this.#each(({ seat }, name) => makePolynomial(seat, certificates[name]));
  }

  /** Make the messages of step 5, once every share received is right. */
  outputs({ certificates, inputs }) {
    return this.#each(({ seat }, name) => makeOutput(seat, certificates[name], inputs[name]));
  }

  /** Take the last look at what the ceremony published. */
  async checkPublished({ outputs, published }) {
    await this.#each(({ seat }, name) => checkPublished(seat, outputs[name], published[name]));
  }

  /** Take a part of a throw-away ciphertext in each group; nobody else chooses the ciphertext. */
  rehearse({ place, outputs, officeKeys }) {
    return this.#each(async (key, name) => {
      const secret = await secretOf(key, outputs[name]);
      return rehearsedPart(key.group, secret, place, officeKeys[name]);
    });
  }

  /** Take the part of these keys in the decryption of a tally, once it is the whole box's. */
  async decrypt({ group: name, output, expectedKey, tally, fingerprint, archive, mine }, tell) {
    const key = this.#keys.get(name);
    if (key === undefined) {
      throw new RefusedError("key.other");
    }
    const secret = await secretOf(key, output);
    if (expectedKey && key.group.encode(key.group.powerG(secret)) !== expectedKey) {
      throw new RefusedError("key.other");
    }
    const counted = await checkTally(archive, tally, fingerprint, { mine, tell });
    return { partial: await partialDecryption(tally, secret, fingerprint, key.group), counted };
  }

  #write(meeting, round, passphrase) {
    return writeKeyFile({ meeting, round, keys: [...this.#keys.values()] }, passphrase);
  }

  async #each(make) {
    const made = {};
    for (const [name, key] of this.#keys) {
      made[name] = await make(key, name);
    }
    return made;
  }
}

/** A shared key is in the trustee's last message of the ceremony, sealed for her seed. */
async function secretOf({ secret, seat }, output) {
  if (seat === undefined) {
    return secret;
  }
  if (!output) {
    throw new RefusedError("key.not-finished");
  }
  return decryptionKey(seat, output).catch((fault) => {
    throw fault instanceof InvalidProofError ? new RefusedError("key.other") : fault;
  });
}
