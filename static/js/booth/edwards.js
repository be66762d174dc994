/** The group of Ed25519 (courbe d'Edwards): its points, nothing of its signatures.
 *
 * Points are kept in extended coordinates x = X/Z, y = Y/Z, T = XY/Z. Residues may be negative in
 * between: BigInt's % follows its dividend, and only the text of a point needs them in 0..p-1.
 */
import { InvalidProofError, MalformedError } from "./errors.js";
import { Group, modulo } from "./group.js";
import { inverse, power } from "./powers.js";

const P = 2n ** 255n - 19n;
const D = modulo(-121665n * inverse(121666n, P), P);
const D2 = 2n * D;
const ROOT_OF_MINUS_ONE = powerModP(2n, (P - 1n) / 4n);
const SIGN = 1n << 255n;
const COFACTOR = 8n;
const HEX = /^[0-9a-f]{64}$/;
const BASE_POINT = "6666666666666666666666666666666666666666666666666666666666666658";

/** A point, known by its text (64 hex digits, the bytes of RFC 8032 reversed) or coordinates. */
class Point {
  #text;
  #coordinates;

  constructor({ text, coordinates }) {
    this.#text = text;
    this.#coordinates = coordinates;
  }

  /** X, Y, Z and T, or null when the text is none of a point of the curve. */
  get coordinates() {
    if (this.#coordinates === undefined) {
      this.#coordinates = decompress(BigInt(`0x${this.#text}`));
    }
    return this.#coordinates;
  }

  get isWritten() {
    return this.#text !== undefined;
  }

  /** Take the text of a point whose 1/Z is known. */
  write(inverseOfZ) {
    const { X, Y } = this.#coordinates;
    const x = modulo(X * inverseOfZ, P);
    const number = modulo(Y * inverseOfZ, P) | ((x & 1n) === 1n ? SIGN : 0n);
    this.#text = number.toString(16).padStart(64, "0");
  }

  toString() {
    if (this.#text === undefined) {
      this.write(inverse(this.#coordinates.Z, P));
    }
    return this.#text;
  }
}

const NEUTRAL = new Point({ coordinates: { X: 0n, Y: 1n, Z: 1n, T: 0n } });

/** The subgroup of prime order of the curve; written multiplicatively, like every group here. */
export class Edwards25519 extends Group {
  constructor() {
    const q = 2n ** 252n + 27742317777372353535851937790883648493n;
    super({ name: "Ed25519", q, g: new Point({ text: BASE_POINT }), padding: 14 });
  }

  get neutral() {
    return NEUTRAL;
  }

  get textLength() {
    return 64;
  }

  /** 30 bytes: with the padding, what fits below 2^254. */
  get mostEmbedded() {
    return 30;
  }

  /** Add two points; raise proof.not-in-group when one is no point of the curve. */
  multiply(first, second) {
    const [one, two] = [coordinatesOf(first), coordinatesOf(second)];
    const a = ((one.Y - one.X) * (two.Y - two.X)) % P;
    const b = ((one.Y + one.X) * (two.Y + two.X)) % P;
    const c = (((one.T * D2) % P) * two.T) % P;
    const d = (2n * one.Z * two.Z) % P;
    return fromFactors(b - a, d - c, d + c, b + a);
  }

  /** Double a point. */
  square(point) {
    const { X, Y, Z } = coordinatesOf(point);
    const a = (X * X) % P;
    const b = (Y * Y) % P;
    const c = (2n * Z * Z) % P;
    const e = ((X + Y) * (X + Y) - a - b) % P;
    return fromFactors(e, b - a - c, b - a, -a - b);
  }

  /** Negate a point. */
  invert(point) {
    const { X, Y, Z, T } = coordinatesOf(point);
    return new Point({ coordinates: { X: -X, Y, Z, T: -T } });
  }

  equals(first, second) {
    return String(first) === String(second);
  }

  /** Order two points as their 32 bytes of RFC 8032: the last byte of the text comes first. */
  compare(first, second) {
    const [one, two] = [first, second].map((point) => String(point).match(/../g).reverse().join());
    return one < two ? -1 : Number(one > two);
  }

  /** Say whether a point is in its canonical spelling and in the subgroup of prime order. */
  hasOne(point) {
    if (!(point instanceof Point) || point.coordinates === null) {
      return false;
    }
    const { X, Y, Z } = power(this, point, this.q).coordinates;
    return X % P === 0n && (Y - Z) % P === 0n;
  }

  /** Read 64 lower-case hex digits; whether that is a point is another question. */
  decode(text) {
    if (typeof text !== "string" || !HEX.test(text)) {
      throw new MalformedError("json.number");
    }
    return new Point({ text });
  }

  /** Write points with a single inversion for all of them. */
  encodeAll(points) {
    const waiting = points.filter((point) => !point.isWritten);
    const products = [1n];
    waiting.forEach(({ coordinates }, i) => products.push((products[i] * coordinates.Z) % P));
    let rest = inverse(products[waiting.length], P);
    for (let i = waiting.length - 1; i >= 0; i -= 1) {
      const { Z } = waiting[i].coordinates;
      waiting[i].write((rest * products[i]) % P);
      rest = (rest * Z) % P;
    }
    return points.map(String);
  }

  /** Find the next point of the curve from a 256-bit number, and clear its cofactor. */
  elementFrom(number) {
    for (let y = number >> 2n; ; y += 1n) {
      const candidate = this.at(y);
      if (candidate.coordinates !== null) {
        return power(this, candidate, COFACTOR);
      }
    }
  }

  at(number) {
    return new Point({ text: number.toString(16).padStart(64, "0") });
  }

  nameOf(point) {
    return String(point);
  }

  numberOf(point) {
    return BigInt(`0x${point}`);
  }
}

function coordinatesOf(point) {
  const { coordinates } = point;
  if (coordinates === null) {
    throw new InvalidProofError("proof.not-in-group");
  }
  return coordinates;
}

function fromFactors(e, f, g, h) {
  const [X, Y, Z, T] = [(e * f) % P, (g * h) % P, (f * g) % P, (e * h) % P];
  return new Point({ coordinates: { X, Y, Z, T } });
}

/** Solve x^2 = (y^2 - 1) / (d y^2 + 1) for the sign in the top bit; null without solution. */
function decompress(number) {
  const y = number % SIGN;
  const u = modulo(y * y - 1n, P);
  const v = modulo(D * y * y + 1n, P);
  const v3 = (v * v * v) % P;
  let x = (u * v3 * powerModP(u * v3 * v3 * v, (P - 5n) / 8n)) % P;
  if ((v * x * x - u) % P !== 0n) {
    x = (x * ROOT_OF_MINUS_ONE) % P;
  }
  const isSpelledOtherwise = y >= P || (x === 0n && number >= SIGN);
  if (isSpelledOtherwise || (v * x * x - u) % P !== 0n) {
    return null;
  }
  if ((x & 1n) !== number / SIGN) {
    x = P - x;
  }
  return { X: x, Y: y, Z: 1n, T: (x * y) % P };
}

function powerModP(base, exponent) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % P;
    if (bit === "1") {
      result = (result * base) % P;
    }
  }
  return result;
}
