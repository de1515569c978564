// The checkpoint's page: choose the class of place, scan, and see what to do next.

import { keyOf } from "./cose.js";
import { judged, withoutLists } from "./judging.js";
import { Lists } from "./keeping.js";
import { Camera, inPicture } from "./seeing.js";
import { verify } from "./verify.js";

const REFRESH = 30_000; // milliseconds between two looks for newer lists
const SHOWN = 60_000; // milliseconds for which an answer stays on the screen
const WRONG = 60; // seconds: a clock further ahead than a live code lasts takes each for over

const told = JSON.parse(document.getElementById("scanner-told").textContent);
const part = (name) => document.querySelector(`[data-${name}]`);
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const camera = new Camera(part("video"), check);
let lists = null;
let clearing = 0;

// The province's clock while it is known; else the device's.
const now = () => Math.floor(Date.now() / 1000 + (lists.apart ?? 0));

async function check(text) {
  const place = part("place").value;
  const known = { trust: lists.trust, statusLists: lists.status, place, here: told.here };
  const result = lists.trust ? await verify(text, now(), known) : null;
  show(result ? judged(result) : withoutLists(place), result);
}

function show(seen, result) {
  const card = part("answer");
  card.className = `status is-${seen.shape}`;
  part("shape").replaceChildren(part(`shape-${seen.shape}`).content.cloneNode(true));
  part("word").textContent = told.words.words[seen.word];
  part("why").textContent = seen.why.map((name) => reason(name, result)).join(" ");
  const steps = [...seen.next.flatMap((name) => told.words.next[name]), ...asked(seen.asks)];
  part("next").replaceChildren(...steps.map(listed));
  part("about").textContent = about(result?.claims);
  stop();
  part("looking").hidden = true;
  part("result").hidden = false;
  card.focus();
  clearTimeout(clearing);
  clearing = setTimeout(clear, SHOWN);
}

function reason(name, result) {
  const host = told.words.names[result?.elsewhere] ?? result?.elsewhere ?? "";
  return (told.words.failures[name] ?? told.words.caveats[name]).replace("{host}", host);
}

const asked = (names) => names.map((name) => told.words.asks[name]);

function about(claims) {
  if (!claims) return "";
  const names = lists.trust.names.get(claims.issuer);
  const issuer = names?.[told.language] || claims.issuer;
  return told.words.about.replace("{kind}", told.words.kinds[claims.kind])
    .replace("{issuer}", issuer).replace("{at}", moment(claims.computedAt));
}

function moment(seconds) {
  const options = { dateStyle: "medium", timeStyle: "short", timeZone: told.zone };
  const language = told.language === "en" ? "en-GB" : document.documentElement.lang;
  return new Intl.DateTimeFormat(language, options).format(seconds * 1000);
}

function listed(words) {
  const line = document.createElement("li");
  line.textContent = words;
  return line;
}

// Leave nothing of the last person on the screen.
function clear() {
  clearTimeout(clearing);
  part("text").value = "";
  part("picture").value = "";
  for (const name of ["why", "word", "about"]) part(name).textContent = "";
  part("next").replaceChildren();
  part("result").hidden = true;
  part("looking").hidden = false;
}

async function look() {
  clear();
  part("trouble").textContent = "";
  part("screen").hidden = false;
  try {
    await camera.start();
    part("stop").focus();
  } catch {
    part("screen").hidden = true;
    part("trouble").textContent = told.words.trouble.camera;
  }
}

function stop() {
  camera.stop();
  part("screen").hidden = true;
}

async function pick() {
  const [file] = part("picture").files;
  if (!file) return;
  const text = await inPicture(file).catch(() => "");
  part("picture").value = "";
  if (text) await check(text);
  else part("trouble").textContent = told.words.trouble.picture;
}

// What comes by way of our own province is as old as it was when it was made.
function age(name, list) {
  const isRelayed = lists.relayed.has(name);
  const seconds = isRelayed ? now() - list.issuedAt : Date.now() / 1000 - lists.fetched.get(name);
  const minutes = Math.max(0, Math.floor(seconds / 60));
  return told.words[isRelayed ? "relayed" : "age"].replace("{minutes}", minutes);
}

// Say in words how old the lists are, and what follows from it; and whether the clock is right.
function tell() {
  const list = lists.trust;
  part("lists").replaceChildren(...[
    [told.words.trust, list && "trust", list],
    ...[...lists.status].map(([name, each]) => [withdrawnOf(each), name, each]),
  ].map(([words, name, each]) => listed(each ? `${words} ${age(name, each)} ${state(name, each)}` : told.words.none)));
  part("clock").textContent = clock();
  part("todo").replaceChildren(...lists.todo.map(listed));
}

function withdrawnOf(list) {
  const names = lists.trust.names.get(list.issuer);
  return told.words.withdrawn.replace("{issuer}", names?.[told.language] || list.issuer);
}

function state(name, list) {
  if (now() >= list.expiresAt) return told.words.over;
  if (Date.now() / 1000 - lists.fetched.get(name) > list.ttl) return told.words.late;
  const isBehind = lists.relayed.has(name) && now() - list.issuedAt > lists.late;
  return isBehind ? told.words.behind : told.words.fresh;
}

// Behind the newest list is behind the province; how far ahead, only the province knows.
function clock() {
  const newest = Math.max(0, lists.trust?.issuedAt ?? 0, ...[...lists.status.values()].map((each) => each.issuedAt));
  const isWrong = Math.abs(lists.apart ?? 0) > WRONG || newest > now() + WRONG;
  return isWrong ? told.words.clock : "";
}

async function refresh() {
  const isOnline = await lists.refresh();
  part("network").textContent = isOnline ? told.words.online : told.words.offline;
  part("network").dataset.network = isOnline ? "online" : "offline";
  tell();
}

function listen() {
  part("start").addEventListener("click", look);
  part("again").addEventListener("click", look);
  part("done").addEventListener("click", () => { clear(); part("start").focus(); });
  part("stop").addEventListener("click", stop);
  part("picture").addEventListener("change", pick);
  part("typed").addEventListener("submit", (event) => {
    event.preventDefault();
    stop();
    check(part("text").value);
  });
  part("place").addEventListener("change", () => {
    window.history.replaceState(null, "", `#${part("place").value}`);
    clear();
  });
}

async function begin() {
  lists = new Lists(told, await Promise.all(told.keys.map(([name, point]) => keyOf(name, bytes(point)))));
  const chosen = window.location.hash.slice(1);
  if ([...part("place").options].some((option) => option.value === chosen)) part("place").value = chosen;
  await lists.load();
  listen();
  part("tools").disabled = false;
  await refresh();
  setInterval(refresh, REFRESH);
  await navigator.serviceWorker?.register(told.worker, { scope: told.scope });
}

begin();
