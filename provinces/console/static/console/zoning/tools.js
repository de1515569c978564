// The tools of our own buttons: Geoman draws by pointer, the cursor by keyboard, both into one shape.

import { changed, circle, isWhole, outline } from "./shape.js";
import { filled } from "./board.js";

const L = window.L;
const GEOMAN = { polygon: "Polygon", rectangle: "Rectangle", circle: "Circle" };
const DRAWING = {
  snappable: false, tooltips: false, continueDrawing: false, allowSelfIntersection: false,
  pathOptions: { className: "drawn" }, templineStyle: { className: "drawn" }, hintlineStyle: { className: "drawn" },
};
const EDITING = { snappable: false, allowSelfIntersection: false, draggable: false };
// The circle that a key sets, until its radius is said.
const USUAL_RADIUS = 300;

function ringsOf(layer) {
  const found = layer.getLatLngs();
  return layer instanceof L.Polygon ? found : [found];
}

function read(layers) {
  const first = layers[0];
  if (first instanceof L.Circle) {
    const { lat, lng } = first.getLatLng();
    return circle([lat, lng], first.getRadius());
  }
  const rings = layers.flatMap((layer, part) => ringsOf(layer).map((ring, at) => ({
    part, hole: at > 0, points: outline(ring.map(({ lat, lng }) => [lat, lng])).rings[0].points,
  })));
  return { rings: rings.filter((ring) => ring.points.length) };
}

export function tools(map, place, drawn, say, words) {
  const shown = L.featureGroup().addTo(map);
  const buttons = [...place.querySelectorAll("[data-tool]")];
  let tool = "";
  let isFresh = true;

  function layersOf(shape) {
    const style = { className: "drawn" };
    if (shape.centre) return [L.circle(shape.centre, { radius: shape.radius, ...style })];
    const parts = [];
    for (const { part, points } of shape.rings) (parts[part] ??= []).push(points);
    return parts.filter(Boolean).map((rings) =>
      (isWhole({ rings: [{ points: rings[0] }] }) ? L.polygon(rings, style) : L.polyline(rings[0], style)));
  }

  function draw(shape, from) {
    if (from === "edit") return;
    shown.clearLayers();
    if (!shape) return;
    for (const layer of layersOf(shape)) {
      shown.addLayer(layer);
      layer.on("pm:edit", () => setTimeout(() => drawn.set(read(shapes()), "edit")));
      if (tool === "edit") layer.pm.enable(EDITING);
    }
    if (tool !== "edit" && shape.rings) mark(shape);
  }

  function shapes() {
    return shown.getLayers().filter((layer) => !layer.options.isMark);
  }

  function mark({ rings }) {
    const points = rings.flatMap((ring) => ring.points);
    for (const point of points.length > 200 ? [] : points) {
      const options = { radius: 4, className: "drawn-point", interactive: false, isMark: true, pmIgnore: true };
      shown.addLayer(L.circleMarker(point, options));
    }
  }

  function choose(next) {
    map.pm.disableDraw();
    tool = next === tool ? "" : next;
    isFresh = true;
    for (const one of buttons) one.setAttribute("aria-pressed", String(one.dataset.tool === tool));
    say(words.hints[tool] ?? "");
    if (GEOMAN[tool]) map.pm.enableDraw(GEOMAN[tool], DRAWING);
    // What follows the mouse is no button to whoever has none.
    for (const follower of map.getContainer().querySelectorAll(".cursor-marker")) {
      follower.removeAttribute("role");
      follower.removeAttribute("tabindex");
    }
    draw(drawn.now, "");
  }

  map.on("pm:create", ({ layer }) => {
    const shape = read([layer]);
    layer.remove();
    choose("");
    drawn.set(shape);
  });

  function back() {
    const drawing = map.pm.Draw.Polygon;
    if (tool === "polygon" && drawing.enabled() && drawing._layer?.getLatLngs().length) {
      drawing._removeLastVertex();
    } else if (drawn.undo()) {
      say(words.undone);
    } else {
      say(words.nothing);
    }
  }

  // What a key sets at the cursor, by tool.
  const set = {
    polygon(point) {
      const now = isFresh ? null : drawn.now;
      drawn.set(now?.rings
        ? changed(now, ({ rings }) => { rings.at(-1).points.push(point); })
        : outline([point]));
      const number = drawn.now.rings.at(-1).points.length;
      say(filled(words.added, { number, latitude: point[0].toFixed(5), longitude: point[1].toFixed(5) }));
    },
    rectangle(point) {
      if (isFresh) {
        drawn.set(outline([point]));
        return say(words.cornered);
      }
      const [south, west] = drawn.now.rings[0].points[0];
      const [north, east] = point;
      drawn.set(outline([[south, west], [south, east], [north, east], [north, west]]));
      return choose("");
    },
    circle(point) {
      drawn.set(circle(point, drawn.now?.centre ? drawn.now.radius : USUAL_RADIUS));
      say(words.centred);
    },
  };

  function put(point) {
    const chosen = set[tool] ? tool : "polygon";
    if (chosen !== tool) choose(chosen);
    const before = tool;
    set[chosen](point);
    if (tool === before) isFresh = false;
  }

  const acts = {
    undo: back,
    delete() {
      if (drawn.now) drawn.set(null);
      say(words.deleted);
    },
    all() {
      const bounds = shown.getLayers().length ? shown.getBounds() : map.options.whole;
      if (bounds) map.fitBounds(bounds, { padding: [24, 24], animate: false });
    },
  };
  for (const one of buttons) one.addEventListener("click", () => choose(one.dataset.tool));
  for (const one of place.querySelectorAll("[data-act]")) {
    one.addEventListener("click", () => acts[one.dataset.act]());
  }
  drawn.listen(draw);
  return { put, back, all: acts.all };
}
