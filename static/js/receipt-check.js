/** Checking a receipt (récépissé) on the public page, by WebCrypto alone: works offline too. */

const ALGORITHM = "Ed25519";
const LONGEST = 8 * 1024;
const SPKI_START = "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00";

/** A receipt that does not hold: the code says why. */
export class ReceiptError extends Error {
  constructor(code) {
    super(code);
    this.name = "ReceiptError";
    this.code = code;
  }
}

/**
 * Return what a receipt says when this key signed it, or raise.
 *
 * The algorithm and the key are pinned: what the token's header asks for is not followed.
 *
 * @param {string} token compact JWS
 * @param {string} key the published public key: PEM, or a JWK as JSON
 * @throws {ReceiptError} receipt.malformed, .wrong-key, .bad-signature or .unsupported
 */
export async function verifyReceipt(token, key) {
  const { header, payload, signature, signed } = readToken(token);
  const x = readKey(key);
  const isOurs = header.alg === ALGORITHM && header.kid === (await thumbprint(x));
  if (!isOurs || Object.keys(header).length !== 2) {
    throw new ReceiptError("receipt.wrong-key");
  }
  const imported = await importKey(x);
  if (!(await crypto.subtle.verify(ALGORITHM, imported, signature, signed))) {
    throw new ReceiptError("receipt.bad-signature");
  }
  return payload;
}

/**
 * Check a receipt against a list of published trackers.
 *
 * @param {Iterable<string>} trackers as published; the receipt's must be among them
 * @throws {ReceiptError} as verifyReceipt, or receipt.wrong-kind, .other-election, .not-listed
 */
export async function checkReceipt(token, key, trackers, election = undefined) {
  const payload = await verifyReceipt(token, key);
  if (payload.kind !== "secret-vote" || typeof payload.tracker !== "string") {
    throw new ReceiptError("receipt.wrong-kind");
  }
  if (election !== undefined && payload.election !== election) {
    throw new ReceiptError("receipt.other-election");
  }
  if (!new Set(trackers).has(payload.tracker)) {
    throw new ReceiptError("receipt.not-listed");
  }
  return payload;
}

/** Read what a receipt says without checking who signed it, or raise receipt.malformed. */
export function readReceipt(token) {
  return readToken(token).payload;
}

function readToken(token) {
  const text = token.trim();
  const parts = text.split(".");
  if (text.length > LONGEST || parts.length !== 3) {
    throw new ReceiptError("receipt.malformed");
  }
  try {
    const [header, payload] = parts.slice(0, 2).map((part) => readObject(fromBase64(part)));
    const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
    return { header, payload, signature: fromBase64(parts[2]), signed };
  } catch {
    throw new ReceiptError("receipt.malformed");
  }
}

function readObject(bytes) {
  const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new TypeError("not an object");
  }
  return value;
}

function fromBase64(text) {
  if (!/^[\w-]+$/.test(text)) {
    throw new TypeError("not Base64url");
  }
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/** Read the published key into its 32 bytes, in Base64url. */
function readKey(text) {
  try {
    const x = text.includes("-----BEGIN") ? xOfPem(text) : xOfJwk(JSON.parse(text));
    if (fromBase64(x).length === 32) {
      return x;
    }
  } catch {
    // said below
  }
  throw new ReceiptError("receipt.wrong-key");
}

function xOfPem(pem) {
  const der = atob(pem.replace(/-----[^-]+-----|\s/g, ""));
  if (der.length !== 44 || !der.startsWith(SPKI_START)) {
    throw new TypeError("not an Ed25519 public key");
  }
  return toBase64(der.slice(-32));
}

function xOfJwk({ kty, crv, x }) {
  if (kty !== "OKP" || crv !== ALGORITHM) {
    throw new TypeError("not an Ed25519 public key");
  }
  return x;
}

/** Name a key as the server does: RFC 7638. */
async function thumbprint(x) {
  const members = new TextEncoder().encode(JSON.stringify({ crv: ALGORITHM, kty: "OKP", x }));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", members));
  return toBase64(String.fromCharCode(...digest));
}

async function importKey(x) {
  const jwk = { kty: "OKP", crv: ALGORITHM, x };
  try {
    return await crypto.subtle.importKey("jwk", jwk, ALGORITHM, false, ["verify"]);
  } catch {
    throw new ReceiptError("receipt.unsupported");
  }
}

function toBase64(binary) {
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const SENTENCES = {
  "receipt.good": "Récépissé valable\u00a0: votre bulletin est dans l’urne.",
  "receipt.malformed": "Ce texte n’est pas un récépissé.",
  "receipt.wrong-key": "Ce récépissé n’a pas été signé par la clé publiée pour ce scrutin.",
  "receipt.bad-signature": "La signature est fausse\u00a0: ce récépissé a été changé.",
  "receipt.wrong-kind": "Ce récépissé n’est pas celui d’un vote secret.",
  "receipt.other-election": "Ce récépissé est celui d’un autre scrutin.",
  "receipt.not-listed":
    "Le récépissé est authentique, mais son numéro de suivi manque dans la liste de cette page. " +
    "Gardez-le et prévenez le bureau de vote.",
  "receipt.unsupported":
    "Ce navigateur ne sait pas vérifier cette signature. La page explique comment faire avec " +
    "openssl.",
};

/** Attach the check to a part of the page; see booth/README.md for what it holds. */
export function attachReceiptCheck(part) {
  const { key, election } = part.dataset;
  const input = part.querySelector("textarea, input[type=text]");
  const verdict = part.querySelector("[role=status]");
  const own = JSON.parse(document.querySelector("#receipt-labels")?.textContent ?? "{}");
  const check = async (token) => {
    const code = await checkReceipt(token, key, listed(document), election).then(
      () => "receipt.good",
      (fault) => (fault instanceof ReceiptError ? fault.code : "receipt.malformed"),
    );
    verdict.dataset.code = code;
    verdict.textContent = own[code] ?? SENTENCES[code];
    mark(document, code === "receipt.good" ? readReceipt(token).tracker : null);
  };
  part.addEventListener("submit", (event) => {
    event.preventDefault();
    check(input.value);
  });
  part.addEventListener("dragover", (event) => event.preventDefault());
  part.addEventListener("drop", async (event) => {
    event.preventDefault();
    input.value = (await event.dataTransfer.files[0]?.text()) ?? event.dataTransfer.getData("text");
    check(input.value);
  });
  part.querySelector("input[type=file]")?.addEventListener("change", async ({ target }) => {
    if (target.files.length > 0) {
      input.value = await target.files[0].text();
      check(input.value);
    }
  });
}

function listed(page) {
  return Array.from(page.querySelectorAll("[data-tracker]"), ({ dataset }) => dataset.tracker);
}

/** Point at the line of a tracker in the list, and at no other. */
function mark(page, tracker) {
  for (const line of page.querySelectorAll("[data-tracker]")) {
    line.toggleAttribute("aria-current", false);
    if (line.dataset.tracker === tracker) {
      line.setAttribute("aria-current", "true");
      line.scrollIntoView({ block: "nearest" });
    }
  }
}

globalThis.document?.querySelectorAll("form[data-receipt-check]").forEach(attachReceiptCheck);
