// Base45 (RFC 9285): bytes in the letters that a QR code holds at 5.5 bits each.

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...LETTERS].map((letter, value) => [letter, value]));

// Throws RangeError for other letters, and for what no bytes are written as.
export function decoded(text) {
  const values = [...text].map((letter) => VALUES.get(letter));
  if (values.includes(undefined) || values.length % 3 === 1) throw new RangeError("not Base45");
  const data = [];
  for (let at = 0; at < values.length; at += 3) {
    const [low, middle, high] = values.slice(at, at + 3);
    const number = low + 45 * middle + 2025 * (high ?? 0);
    if (number > (high === undefined ? 0xff : 0xffff)) throw new RangeError("a number too large");
    if (high !== undefined) data.push(number >> 8);
    data.push(number & 0xff);
  }
  return Uint8Array.from(data);
}
