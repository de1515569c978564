// The map by keyboard: a cursor that arrows move, and points that Enter sets.

import { filled } from "./board.js";
import { rounded } from "./shape.js";

const L = window.L;
const STEP = 8;
const STRIDE = 64;
const MARGIN = 40;
const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const CROSS = '<svg viewBox="0 0 33 33" aria-hidden="true"><path d="M16.5 0V13M16.5 20V33M0 16.5H13M20 16.5H33"/></svg>';

export function keys(map, hand, say, words) {
  const place = map.getContainer();
  const icon = L.divIcon({ className: "cursor", html: CROSS, iconSize: [33, 33] });
  const cursor = L.marker(map.getCenter(), { icon, interactive: false, keyboard: false, pmIgnore: true });
  let saying = 0;

  function tell() {
    clearTimeout(saying);
    const { lat, lng } = cursor.getLatLng();
    saying = setTimeout(
      () => say(filled(words.cursor, { latitude: lat.toFixed(5), longitude: lng.toFixed(5) })), 500);
  }

  function show() {
    if (map.hasLayer(cursor)) return;
    cursor.setLatLng(map.getCenter()).addTo(map);
  }

  function move([x, y], far) {
    const by = L.point(x, y).multiplyBy(far ? STRIDE : STEP);
    const to = map.latLngToContainerPoint(cursor.getLatLng()).add(by);
    cursor.setLatLng(map.containerPointToLatLng(to));
    const size = map.getSize();
    const isNear = to.x < MARGIN || to.y < MARGIN || to.x > size.x - MARGIN || to.y > size.y - MARGIN;
    if (isNear) map.panBy(by, { animate: false });
    tell();
  }

  const acts = {
    Enter() {
      const { lat, lng } = cursor.getLatLng();
      clearTimeout(saying);
      hand.put([rounded(lat), rounded(lng)]);
    },
    Backspace: () => hand.back(),
    Delete: () => hand.back(),
    "+": () => map.setZoomAround(cursor.getLatLng(), map.getZoom() + 1, { animate: false }),
    "=": () => acts["+"](),
    "-": () => map.setZoomAround(cursor.getLatLng(), map.getZoom() - 1, { animate: false }),
    Escape: () => cursor.remove(),
  };

  place.addEventListener("keydown", (event) => {
    if (event.target !== place || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    if (!way && !acts[event.key]) return;
    event.preventDefault();
    show();
    if (way) move(way, event.shiftKey);
    else acts[event.key]();
  });
}
