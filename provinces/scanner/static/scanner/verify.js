// Whether a pass counts at a place and a moment: the checks of docs/health-pass.md, in their order.
// Nothing here asks a network or keeps anything.

import * as base45 from "./base45.js";
import * as cbor from "./cbor.js";
import * as cose from "./cose.js";
import { ALWAYS, checkTime, read } from "./claims.js";
import { BadPass, notAPass } from "./failures.js";
import { isCounted, isWithdrawn } from "./lists.js";

const PREFIX = "CC1:";
const LONGEST = 970;
const VERDICTS = ["refuse", "ask", "allow"]; // as the two bits of a place count

// Return what a pass says, once it is sure who signed it; its time is not looked at.
export async function decode(text, trustedKeys) {
  if (!text.startsWith(PREFIX) || [...text].length > LONGEST) throw notAPass("no prefix, or too long");
  const message = cose.opened(cose.reading(() => base45.decoded(text.slice(PREFIX.length))));
  const keys = trustedKeys.filter((each) => each.key.id === message.keyId);
  if (!keys.length) throw new BadPass("UnknownKey", `the key ${message.keyId} is on no list`);
  await cose.verify(message, keys[0].key);
  const claims = read(cose.reading(() => cbor.decoded(message.payload)));
  if (!keys.some((each) => each.issuer === claims.issuer && isCounted(each, claims.issuedAt))) {
    throw new BadPass("Untrusted", `${keys[0].key.name} does not count for ${claims.issuer}`);
  }
  return claims;
}

// Return the verdict at a class of places: allow, ask, refuse, or unreadable with the failure.
// `statusLists` are by `${issuer} ${number}`. Lists that are over are used on, and caveats say so.
export async function verify(text, at, { trust, statusLists, place, here }) {
  const caveats = at >= trust.expiresAt ? ["trust_list_over"] : [];
  try {
    const claims = await decode(text.trim(), trust.keys);
    checkTime(claims, at);
    caveats.push(...standing(claims, statusLists, at));
    return { ...verdictOf(claims, place, here), place, claims, failure: "", caveats };
  } catch (trouble) {
    if (!(trouble instanceof BadPass)) throw trouble;
    const verdict = ALWAYS.includes(place) ? "allow" : "unreadable";
    return { verdict, place, claims: null, failure: trouble.failure, caveats };
  }
}

function standing(claims, lists, at) {
  if (!claims.status) return [];
  const found = lists.get(`${claims.issuer} ${claims.status.list}`);
  if (!found) return ["status_list_missing"];
  if (isWithdrawn(found, claims.status.index)) throw new BadPass("Withdrawn", "it was withdrawn");
  return at >= found.expiresAt ? ["status_list_over"] : [];
}

function verdictOf(claims, place, here) {
  if (ALWAYS.includes(place)) return { verdict: "allow" };
  if (claims.entry) {
    // It answers one question: may the bearer enter this host? Elsewhere it says nothing.
    if (claims.entry.host !== here) return { verdict: "unreadable", elsewhere: claims.entry.host };
    return { verdict: VERDICTS[claims.entry.outcome] };
  }
  return { verdict: VERDICTS[claims.places[place] ?? 2] };
}
