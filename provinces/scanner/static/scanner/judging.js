// What whoever stands at the gate sees of a verdict: a shape, a word, why, and what to do next.

import { ALWAYS } from "./claims.js";

const SHAPES = { allow: "green", ask: "yellow", refuse: "red" };
// What the device could not make sure of, so that what it says is not shown as sure.
const UNSURE = ["trust_list_over", "status_list_over", "status_list_missing"];

// Return { shape, word, why, next, asks }: names of words, of which `why` may be several.
export function judged(result) {
  if (ALWAYS.includes(result.place)) return shown("green", "always", [], ["always"]);
  if (result.verdict === "unreadable") return unreadable(result);
  const why = [...result.caveats];
  const asks = result.claims?.entry?.asks ?? [];
  if (result.verdict === "allow" && why.some((caveat) => UNSURE.includes(caveat))) {
    return shown("none", "unsure", why, ["unsure"]);
  }
  const next = result.claims?.entry ? `entry_${result.verdict}` : result.verdict;
  return { ...shown(SHAPES[result.verdict], result.verdict, why, [next]), asks };
}

// Return what is seen where there is no list to check by: the device is at fault, not the person.
export function withoutLists(place) {
  if (ALWAYS.includes(place)) return shown("green", "always", [], ["always"]);
  return shown("none", "cannot", [], ["cannot"]);
}

function unreadable(result) {
  const why = [result.elsewhere ? "elsewhere" : result.failure, ...result.caveats];
  const isOurs = result.failure === "UnknownKey" && result.caveats.includes("trust_list_over");
  return shown("none", "unreadable", why, [isOurs ? "cannot" : "unreadable"]);
}

const shown = (shape, word, why, next) => ({ shape, word, why, next, asks: [] });
