// The two lists of a checkpoint: whose keys are trusted, and which passes were withdrawn.

import * as cbor from "./cbor.js";
import * as cose from "./cose.js";
import { whole } from "./claims.js";
import { BadList, BadPass } from "./failures.js";

const TRUST = "application/concord-trust+cwt";
const STATUS = "application/statuslist+cwt";
const [ISS, SUB, EXP, IAT, TTL, LIST] = [1, 2, 4, 6, 65534, 65533];
const [KEYS, NAMES] = [-70011, -70012];
const MOST = 1 << 20; // bytes that a list may have once it is unpacked: eight million passes

// Return a trust list of a province that one of its keys signed; throws BadList.
export const readTrustList = (data, issuer, keys) => guarded(async () => {
  const [told] = await opened(data, TRUST, keys, [KEYS, NAMES]);
  const listed = await Promise.all(told.get(KEYS).map(trusted));
  const names = new Map([...told.get(NAMES)].map(([slug, [zh, en]]) => [slug, { zh, en }]));
  const found = { ...moments(told), keys: listed, names };
  if (found.issuer !== issuer) throw new BadList(`the list of ${found.issuer}, not of ${issuer}`);
  return found;
});

// Return a status list that its issuer's key signed; throws BadList.
export const readStatusList = (data, keys) => guarded(async () => {
  const [told, signer] = await opened(data, STATUS, keys.map((each) => each.key), [SUB, LIST]);
  const number = whole(Number(told.get(SUB)), 0xffff);
  const found = { ...moments(told), number, bits: await unpacked(told.get(LIST)) };
  const counts = keys.some((each) =>
    each.issuer === found.issuer && each.key.id === signer.id && isCounted(each, found.issuedAt));
  if (!counts) throw new BadList(`${signer.name} does not count for ${found.issuer}`);
  return found;
});

// Tell whether a pass or list that was issued at a moment is believed.
export const isCounted = (each, at) => each.since <= at && (each.until === null || at < each.until);

// Tell whether a place is withdrawn; one beyond the list never stands.
export function isWithdrawn(list, index) {
  const byte = list.bits[Math.floor(index / 8)];
  return byte === undefined || ((byte >> index % 8) & 1) === 1;
}

async function opened(data, ofType, keys, own) {
  const message = cose.opened(data, ofType);
  const signer = keys.find((key) => key.id === message.keyId);
  if (!signer) throw new BadList(`the key ${message.keyId} is not known`);
  await cose.verify(message, signer);
  const told = cbor.decoded(message.payload);
  if (!cbor.isMap(told) || !cbor.hasExactly(told, [ISS, EXP, IAT, TTL, ...own])) {
    throw new BadList("other claims than those of such a list");
  }
  return [told, signer];
}

function moments(told) {
  if (!cbor.isText(told.get(ISS))) throw new BadList("a province is named otherwise");
  return {
    issuer: told.get(ISS),
    issuedAt: whole(told.get(IAT)),
    expiresAt: whole(told.get(EXP)),
    ttl: whole(told.get(TTL)),
  };
}

async function trusted(entry) {
  const [issuer, name, point, since, until] = entry;
  if (!cbor.isText(issuer) || !cbor.isText(name) || !cbor.isBytes(point) || entry.length !== 5) {
    throw new BadList("a key is listed otherwise");
  }
  const key = await cose.keyOf(name, point);
  return { issuer, key, since: whole(since), until: until === null ? null : whole(until) };
}

async function unpacked(told) {
  const isPlain = cbor.isMap(told) && cbor.hasExactly(told, ["bits", "lst"]) && told.get("bits") === 1;
  if (!isPlain || !cbor.isBytes(told.get("lst"))) throw new BadList("not one bit for each place");
  const stream = new Blob([told.get("lst")]).stream().pipeThrough(new DecompressionStream("deflate"));
  const pieces = [];
  let size = 0;
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST) throw new BadList(`more than ${MOST} bytes of bits`);
    pieces.push(value);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

async function guarded(read) {
  try {
    return await read();
  } catch (trouble) {
    if (trouble instanceof BadList) throw trouble;
    const why = trouble instanceof BadPass ? `${trouble.failure}: ${trouble.message}` : trouble.message;
    throw new BadList(`not such a list: ${why}`);
  }
}
