/** Independent generators (générateurs indépendants): nobody knows a logarithm between them. */
import { sha256Hex } from "./hashing.js";

/** Return h, the generator of number -1, and then those of numbers 0 to `number` - 1. */
export async function generators(group, number) {
  const places = Array.from({ length: number + 1 }, (_, i) => i - 1);
  const found = await Promise.all(places.map((place) => generator(group, place)));
  const names = new Set(group.encodeAll([...found, group.g, group.neutral]));
  if (names.size !== number + 3) {
    throw new RangeError("the generators are not independent");
  }
  return found;
}

async function generator(group, place) {
  return group.elementFrom(BigInt(`0x${await sha256Hex(`ggen|${place}`)}`));
}
