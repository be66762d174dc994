/** Powers and inverses (puissances), for groups of every kind: what multiplies is given. */

const WINDOW = 4;
const DIGITS = 1 << WINDOW;

/**
 * Raise by a 4-bit window, the most significant hex digit first.
 *
 * @param {{neutral, multiply: Function, square: Function}} group
 * @param {bigint} exponent >= 0
 */
export function power(group, base, exponent) {
  const multiples = multiplesOf(group, base);
  let result = group.neutral;
  for (const hexDigit of exponent.toString(16)) {
    for (let i = 0; i < WINDOW; i += 1) {
      result = group.square(result);
    }
    result = group.multiply(result, multiples[parseInt(hexDigit, 16)]);
  }
  return result;
}

/** Powers of one base, by a 4-bit comb: one multiplication for each four bits of the exponent. */
export class Comb {
  constructor(group, base) {
    this.group = group;
    this.rows = [];
    const rows = Math.ceil(group.q.toString(2).length / WINDOW);
    for (let row = 0, step = base; row < rows; row += 1) {
      const multiples = multiplesOf(group, step);
      this.rows.push(multiples);
      step = group.multiply(multiples[DIGITS - 1], step);
    }
  }

  /** @param {bigint} exponent 0 <= exponent < q */
  power(exponent) {
    const hex = exponent.toString(16);
    let result = this.group.neutral;
    for (let i = 0; i < hex.length; i += 1) {
      const digit = parseInt(hex[hex.length - 1 - i], 16);
      if (digit !== 0) {
        result = this.group.multiply(result, this.rows[i][digit]);
      }
    }
    return result;
  }
}

/**
 * Multiply the powers of several bases, by buckets: the squarings are shared among all.
 *
 * @param {bigint[]} exponents >= 0, one for each base
 */
export function productOfPowers(group, bases, exponents) {
  const width = bucketWidth(bases.length);
  const longest = exponents.reduce((most, one) => Math.max(most, one.toString(2).length), 0);
  const columns = Math.ceil(longest / width);
  const bits = exponents.map((one) => one.toString(2).padStart(columns * width, "0"));
  let result = group.neutral;
  for (let at = 0; at < columns * width; at += width) {
    for (let i = 0; i < width; i += 1) {
      result = group.square(result);
    }
    const digits = bits.map((text) => parseInt(text.slice(at, at + width), 2));
    result = group.multiply(result, bucketSum(group, bases, digits, width));
  }
  return result;
}

/** Multiply base^digit for all bases: fill one bucket per digit, then add the buckets up. */
function bucketSum(group, bases, digits, width) {
  const buckets = Array(1 << width).fill(group.neutral);
  digits.forEach((digit, i) => {
    buckets[digit] = group.multiply(buckets[digit], bases[i]);
  });
  let [running, total] = [group.neutral, group.neutral];
  for (let digit = buckets.length - 1; digit > 0; digit -= 1) {
    running = group.multiply(running, buckets[digit]);
    total = group.multiply(total, running);
  }
  return total;
}

/** Choose how many bits a bucket holds: the least work for one bit of the exponents. */
function bucketWidth(bases) {
  const work = (width) => (bases + 2 * (1 << width)) / width;
  return [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].reduce((a, b) => (work(b) < work(a) ? b : a));
}

function multiplesOf(group, base) {
  const multiples = [group.neutral, base];
  for (let digit = 2; digit < DIGITS; digit += 1) {
    multiples.push(group.multiply(multiples[digit - 1], base));
  }
  return multiples;
}

/** Invert a number modulo a prime, by Euclid; the number is not a multiple of it. */
export function inverse(number, prime) {
  let [low, high] = [((number % prime) + prime) % prime, prime];
  let [ofLow, ofHigh] = [1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high - quotient * low, low];
    [ofLow, ofHigh] = [ofHigh - quotient * ofLow, ofLow];
  }
  return ofLow < 0n ? ofLow + prime : ofLow;
}

/** Compute the Jacobi symbol of a number for an odd modulus: 1 tells a square modulo a prime. */
export function jacobi(number, odd) {
  let [top, bottom, sign] = [number % odd, odd, 1];
  while (top !== 0n) {
    const twos = trailingZeros(top);
    top >>= BigInt(twos);
    const rest = lowBits(bottom);
    if (twos % 2 === 1 && (rest % 8 === 3 || rest % 8 === 5)) {
      sign = -sign;
    }
    if (lowBits(top) % 4 === 3 && rest % 4 === 3) {
      sign = -sign;
    }
    [top, bottom] = [bottom % top, top];
  }
  return bottom === 1n ? sign : 0;
}

function lowBits(number) {
  return Number(BigInt.asUintN(16, number));
}

function trailingZeros(number) {
  let zeros = 0;
  for (let rest = number; ; rest >>= 16n, zeros += 16) {
    const low = lowBits(rest);
    if (low !== 0) {
      return zeros + (31 - Math.clz32(low & -low));
    }
  }
}
