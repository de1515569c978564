// The zones of a moment on the map; the slider leads through time, and the list follows.

import { board, filled, ground, named, wordsOfThePage } from "./board.js";

const L = window.L;
const BARS = [[2, 15, 7], [9.5, 9, 13], [17, 2, 20]];
// A moment's rest at the slider before the server is asked.
const REST = 200;

const words = wordsOfThePage();
const form = document.getElementById("which");
const slider = document.getElementById("slider");
const hours = document.getElementById("hours");
const said = document.getElementById("hours-said");
let asking = null;

function bars(level) {
  const rects = BARS.map(([x, y, height], at) =>
    `<rect x="${x}" y="${y}" width="5" height="${height}"${at < level ? ' class="on"' : ""}/>`);
  return `<svg class="bars" viewBox="0 0 24 24" aria-hidden="true">${rects.join("")}</svg>`;
}

function label(feature, shape) {
  const { level, waits } = feature.properties;
  const where = shape.getBounds().getCenter();
  const icon = L.divIcon({ className: "zone-mark", html: bars(level), iconSize: [28, 28] });
  const name = L.divIcon({ className: "zone-name", html: "", iconSize: null });
  const shown = [icon, name].map((one) => L.marker(where, { icon: one, interactive: false, keyboard: false }));
  return [shown, [named(feature.properties), words.levels[level], ...(waits ? [words.awaits] : [])].join(" · ")];
}

function draw(map, zones) {
  zones.clearLayers();
  const { features } = JSON.parse(document.getElementById("zones-document").textContent);
  for (const feature of features) {
    const { level, waits, version } = feature.properties;
    const className = `zone level-${level}${waits ? " waits" : ""} version-${version}`;
    const shape = L.geoJSON(feature, { style: { className } });
    const [[mark, name], sentence] = label(feature, shape);
    for (const layer of [shape, mark, name]) zones.addLayer(layer);
    name.getElement().textContent = sentence;
  }
  return features.length;
}

function point() {
  for (const item of document.querySelectorAll(".zones-then [data-version]")) {
    const shape = () => document.querySelector(`.zonemap .version-${item.dataset.version}`);
    for (const event of ["pointerenter", "focusin"]) {
      item.addEventListener(event, () => shape()?.classList.add("chosen"));
    }
    for (const event of ["pointerleave", "focusout"]) {
      item.addEventListener(event, () => shape()?.classList.remove("chosen"));
    }
  }
}

// The moment as the form's field writes it, in the province's own time: hours are added to the
// field's text as if it were UTC, so that the browser's zone plays no part.
function momentOf(base, by) {
  const at = new Date(`${base}:00Z`);
  at.setUTCHours(at.getUTCHours() + by);
  return at.toISOString().slice(0, 16);
}

async function ask(map, zones) {
  asking?.abort();
  asking = new AbortController();
  const query = new URLSearchParams(new FormData(form));
  const address = `${location.pathname}?${query}`;
  try {
    const answer = await fetch(address, { signal: asking.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("zones-then").replaceWith(page.getElementById("zones-then"));
    history.replaceState(null, "", address);
    const count = draw(map, zones);
    point();
    const at = page.getElementById("hours-said").textContent;
    said.textContent = at;
    hours.setAttribute("aria-valuetext", at);
    document.getElementById("overview-said").textContent = filled(words.shown, { count, at });
  } catch (problem) {
    if (problem.name !== "AbortError") throw problem;
  }
}

async function start() {
  const place = document.getElementById("overview");
  place.hidden = false;
  slider.hidden = false;
  const map = board(place, words, true);
  const zones = L.featureGroup().addTo(map);
  const whole = await ground(map, place.dataset.ground);
  draw(map, zones);
  point();
  const seen = whole ?? L.latLngBounds([]);
  if (zones.getLayers().length) seen.extend(zones.getBounds());
  if (seen.isValid()) map.fitBounds(seen, { padding: [24, 24], maxZoom: 15, animate: false });
  hours.setAttribute("aria-valuetext", said.textContent.trim());
  let resting = 0;
  hours.addEventListener("input", () => {
    form.elements.at.value = momentOf(slider.dataset.now, Number(hours.value));
    clearTimeout(resting);
    resting = setTimeout(() => ask(map, zones), REST);
  });
  place.dataset.ready = "yes";
}

start();
