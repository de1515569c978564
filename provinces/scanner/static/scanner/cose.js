// COSE_Sign1 with ES256 (RFC 9052): the algorithm and the key's id under the signature, or nothing.

import * as cbor from "./cbor.js";
import { BadPass, notAPass } from "./failures.js";

const TAG = 0xd2; // 18, as one byte
const [ALG, KID, TYPE] = [1, 4, 16];
const ES256 = -7;
const ID_SIZE = 8;
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const HASH = { name: "ECDSA", hash: "SHA-256" };

export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// A key: whose it is called, its id as hexadecimal digits, and how the browser holds it.
export async function keyOf(name, point) {
  if (point.length !== 65) throw new RangeError(`the key of ${name} is no point`);
  const held = await crypto.subtle.importKey("raw", point, CURVE, false, ["verify"]);
  const thumbprint = new Uint8Array(await crypto.subtle.digest("SHA-256", coseKey(point)));
  return { name, id: hex(thumbprint.subarray(0, ID_SIZE)), held };
}

// Read a signed message of a type, not verified yet. Throws NotAPass, WrongAlgorithm.
export function opened(data, ofType = "") {
  const [guarded, open, payload, signature] = parts(data);
  const header = headerOf(guarded);
  if (header.get(ALG) !== ES256) throw new BadPass("WrongAlgorithm", "not ES256 under the signature");
  const keyId = header.get(KID);
  if (open.size || !cbor.isBytes(keyId) || keyId.length !== ID_SIZE) {
    throw notAPass("it does not say under its signature which key made it");
  }
  const expected = ofType ? [ALG, KID, TYPE] : [ALG, KID];
  if (!cbor.hasExactly(header, expected) || (header.get(TYPE) ?? "") !== ofType) {
    throw notAPass(`it is not of type ${ofType}`);
  }
  return { guarded, keyId: hex(keyId), payload, signature };
}

// Resolve if the key signed the message, or throw Tampered.
export async function verify(message, key) {
  const signed = toSign(message.guarded, message.payload);
  if (!(await crypto.subtle.verify(HASH, key.held, message.signature, signed))) {
    throw new BadPass("Tampered", `the signature is not by ${key.name}`);
  }
}

function parts(data) {
  if (data[0] !== TAG) throw notAPass("not a COSE_Sign1 message");
  const found = reading(() => cbor.decoded(data.subarray(1)));
  const { isBytes, isMap } = cbor;
  const isFour = Array.isArray(found) && found.length === 4 && isBytes(found[0]) &&
    isMap(found[1]) && isBytes(found[2]) && isBytes(found[3]);
  if (!isFour) throw notAPass("not the four parts of a COSE_Sign1 message");
  if (found[3].length !== 64) throw notAPass("the signature has another length");
  return found;
}

function headerOf(guarded) {
  if (!guarded.length) return new Map(); // how COSE writes a header with nothing in it
  const header = reading(() => cbor.decoded(guarded));
  if (!cbor.isMap(header)) throw notAPass("the protected header is no map");
  return header;
}

export function reading(read) {
  try {
    return read();
  } catch (trouble) {
    if (trouble instanceof RangeError) throw notAPass(trouble.message);
    throw trouble;
  }
}

// RFC 9052 §4.4: ["Signature1", protected header, nothing of our own, payload].
function toSign(guarded, payload) {
  const context = new TextEncoder().encode("Signature1");
  return joined([0x84, 0x60 + context.length], context, head(2, guarded.length), guarded, [0x40],
    head(2, payload.length), payload);
}

function head(kind, size) {
  if (size < 24) return [(kind << 5) | size];
  if (size < 0x100) return [(kind << 5) | 24, size];
  if (size < 0x10000) return [(kind << 5) | 25, size >> 8, size & 0xff];
  return [(kind << 5) | 26, size >>> 24, (size >> 16) & 0xff, (size >> 8) & 0xff, size & 0xff];
}

// The deterministic CBOR of {1: 2, -1: 1, -2: x, -3: y}, which a key's id is a hash of (RFC 9679).
function coseKey(point) {
  const [x, y] = [point.subarray(1, 33), point.subarray(33)];
  return joined([0xa4, 0x01, 0x02, 0x20, 0x01, 0x21, 0x58, 0x20], x, [0x22, 0x58, 0x20], y);
}

function joined(...pieces) {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
