// CBOR of which each value has one form: numbers, bytes, texts, lists, maps and null.
//
// Whatever else the format knows is not read: what a stranger holds before a camera is not to
// build objects of its choice. Maps are Map, whole numbers beyond 2^53 are BigInt.

const DEEPEST = 6;
const NULL = 0xf6;
// Additional information 24 to 27 says how many bytes the number itself has (RFC 8949 §3).
const SIZES = { 24: 1, 25: 2, 26: 4, 27: 8 };
const LEAST = { 1: 24n, 2: 1n << 8n, 4: 1n << 16n, 8: 1n << 32n };
const TEXT = { fatal: true, ignoreBOM: true };

// Throws RangeError for any bytes that are not the one form of one value.
export function decoded(data) {
  const [value, end] = item(data, 0, DEEPEST);
  if (end !== data.length) throw new RangeError(`not CBOR: ${data.length - end} bytes follow`);
  return value;
}

export const isMap = (value) => value instanceof Map;
export const isBytes = (value) => value instanceof Uint8Array;
export const isText = (value) => typeof value === "string";

export function hasExactly(map, keys) {
  return map.size === keys.length && keys.every((key) => map.has(key));
}

function item(data, at, depth) {
  if (at >= data.length || !depth) throw new RangeError("not CBOR: cut short, or too deep");
  const head = data[at];
  if (head === NULL) return [null, at + 1];
  const kind = head >> 5;
  let number = head & 0x1f;
  let next = at + 1;
  if (number >= 24) [number, next] = numberAfter(data, at);
  if (kind === 0) return [number, next];
  if (kind === 1) return [negative(number), next];
  if (kind === 2 || kind === 3) return string(data, next, number, kind === 3);
  if (kind === 4) return list(data, next, number, depth - 1);
  if (kind === 5) return map(data, next, number, depth - 1);
  throw new RangeError(`not CBOR of this kind: major type ${kind}`);
}

function numberAfter(data, at) {
  const size = SIZES[data[at] & 0x1f];
  const end = at + 1 + size;
  if (!size || end > data.length) throw new RangeError("not CBOR: a number that is cut short");
  let number = 0n;
  for (const byte of data.subarray(at + 1, end)) number = (number << 8n) | BigInt(byte);
  if (number < LEAST[size]) throw new RangeError("not CBOR: longer than it need be");
  return [number <= Number.MAX_SAFE_INTEGER ? Number(number) : number, end];
}

const negative = (number) => (typeof number === "bigint" ? -1n - number : -1 - number);

function string(data, at, size, text) {
  const end = at + Number(size);
  if (end > data.length) throw new RangeError("not CBOR: cut short");
  const bytes = data.slice(at, end);
  return [text ? written(bytes) : bytes, end];
}

function written(bytes) {
  try {
    return new TextDecoder("utf-8", TEXT).decode(bytes);
  } catch {
    throw new RangeError("not CBOR: a text that is none");
  }
}

function list(data, at, size, depth) {
  const found = [];
  let [value, end] = [null, at];
  for (let count = 0; count < size; count += 1) {
    [value, end] = item(data, end, depth);
    found.push(value);
  }
  return [found, end];
}

function map(data, at, size, depth) {
  const found = new Map();
  let before = new Uint8Array();
  let end = at;
  for (let count = 0; count < size; count += 1) {
    const [key, after] = item(data, end, 1);
    const bytes = data.subarray(end, after);
    if (!isBefore(before, bytes) || !(isText(key) || isWhole(key))) {
      throw new RangeError("not CBOR: keys out of order, twice, or no numbers or texts");
    }
    before = bytes;
    const [value, last] = item(data, after, depth);
    found.set(key, value);
    end = last;
  }
  return [found, end];
}

const isWhole = (value) => typeof value === "number" || typeof value === "bigint";

function isBefore(one, other) {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at += 1) {
    if (one[at] !== other[at]) return one[at] < other[at];
  }
  return one.length < other.length;
}
