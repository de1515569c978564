// What a pass says: outcomes, and never who or why. The numbers are those of docs/health-pass.md.

import * as cbor from "./cbor.js";
import { notAPass, BadPass } from "./failures.js";

const [ISS, EXP, IAT, CTI, OURS] = [1, 4, 6, 7, -70001];
const [KIND, FOLLOWS, COMPUTED, PLACES_, STATUS, ENTRY] = [0, 1, 2, 3, 4, 5];
const SLUG = /^[a-z][a-z0-9_-]{0,30}$/;
const LATEST = 2 ** 40 - 1; // seconds: some 34,000 years
const SKEW = 300; // seconds by which this clock may be behind the issuer's: as far as provinces' may be

export const KINDS = ["live", "day", "paper", "entry"];
const MEMBERS = [
  [KIND, COMPUTED, FOLLOWS, PLACES_],
  [KIND, COMPUTED, FOLLOWS, PLACES_, STATUS],
  [KIND, COMPUTED, FOLLOWS, PLACES_, STATUS],
  [KIND, COMPUTED, STATUS, ENTRY],
];

// Two bits each in this order, which never changes: new places are added at the end.
export const PLACES = [
  "public_place", "school", "workplace", "shop", "restaurant", "entertainment", "scenic_area",
  "event", "place_of_worship", "construction_site", "hotel", "care_home", "clinic",
  "own_compound", "other_compound", "transport", "intercity_transport", "flight",
  "high_speed_rail", "train", "coach", "ship", "metro", "bus", "taxi", "travel_to_city",
  "travel_from_city",
];
// Nobody is kept from these, whatever is shown and whatever anybody sets.
export const ALWAYS = Object.freeze(["emergency_care", "testing", "going_home", "appealing"]);
export const ASKS = {
  test_before_travel: 1, test_on_arrival: 2, health_monitoring: 4, register_on_arrival: 8,
};

// Return the claims of a map, or throw NotAPass.
export function read(told) {
  if (!cbor.isMap(told) || !cbor.hasExactly(told, [ISS, EXP, IAT, CTI, OURS])) {
    throw notAPass("not the claims of a pass");
  }
  const ours = told.get(OURS);
  if (!cbor.isMap(ours)) throw notAPass("what is our own is no map");
  const kind = whole(ours.get(KIND), KINDS.length - 1);
  if (!cbor.hasExactly(ours, MEMBERS[kind])) throw notAPass("other members than its kind has");
  const claims = {
    issuer: slug(told.get(ISS)),
    issuedAt: whole(told.get(IAT)),
    expiresAt: whole(told.get(EXP)),
    kind: KINDS[kind],
    computedAt: whole(ours.get(COMPUTED)),
    follows: ours.has(FOLLOWS) ? whole(ours.get(FOLLOWS), 2) : null,
    places: ours.has(PLACES_) ? unpacked(ours.get(PLACES_)) : {},
    status: ours.has(STATUS) ? statusOf(ours.get(STATUS)) : null,
    entry: ours.has(ENTRY) ? entryOf(ours.get(ENTRY)) : null,
  };
  const id = told.get(CTI);
  if (!cbor.isBytes(id) || id.length !== 16) throw notAPass("an opaque id has 16 bytes");
  if (claims.issuedAt >= claims.expiresAt) throw notAPass("a pass for no time");
  return claims;
}

// Return if a pass counts at a moment, or throw NotYetValid, or Expired.
export function checkTime(claims, at) {
  if (claims.issuedAt > at + SKEW) throw new BadPass("NotYetValid", "issued later than now");
  const ends = Math.min(claims.expiresAt, claims.entry?.notAfter ?? Infinity);
  if (at >= ends) throw new BadPass("Expired", "its time is over");
  if (claims.entry && claims.entry.notBefore > at + SKEW) {
    throw new BadPass("NotYetValid", "the journey begins later");
  }
}

export function whole(value, most = LATEST) {
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw notAPass(`not a whole number from 0 to ${most}`);
  }
  return value;
}

function slug(value) {
  if (!cbor.isText(value) || !SLUG.test(value)) throw notAPass("a province is named otherwise");
  return value;
}

function unpacked(data) {
  const size = Math.ceil(PLACES.length / 4);
  if (!cbor.isBytes(data) || data.length !== size) throw notAPass("the places are written otherwise");
  const pairs = [...data].flatMap((byte) => [byte >> 6, (byte >> 4) & 3, (byte >> 2) & 3, byte & 3]);
  const [said, rest] = [pairs.slice(0, PLACES.length), pairs.slice(PLACES.length)];
  if (said.includes(3) || rest.some((pair) => pair)) throw notAPass("the places are written otherwise");
  return Object.fromEntries(PLACES.map((place, at) => [place, said[at]]));
}

function statusOf(value) {
  if (!Array.isArray(value) || value.length !== 2) throw notAPass("where would it be withdrawn?");
  return { list: whole(value[0], 0xffff), index: whole(value[1], 0xffffffff) };
}

function entryOf(value) {
  if (!Array.isArray(value) || value.length !== 6) throw notAPass("what is asked at the border?");
  return {
    host: slug(value[0]),
    version: whole(value[1], 0x7fffffff),
    notBefore: whole(value[2]),
    notAfter: whole(value[3]),
    outcome: whole(value[4], 2),
    asks: asked(whole(value[5], 15)),
  };
}

const asked = (bits) => Object.keys(ASKS).filter((name) => bits & ASKS[name]);
