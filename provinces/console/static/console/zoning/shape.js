// What is drawn: outlines with their holes, or a circle. Every change can be undone.
//
//   {rings: [{part: 0, hole: false, points: [[latitude, longitude], …]}, …]}
//   {centre: [latitude, longitude], radius: 300}

// A tenth of a metre.
const PLACES = 6;

export function rounded(number) {
  return Number(Number(number).toFixed(PLACES));
}

export class Drawn {
  constructor() {
    this.now = null;
    this.past = [];
    this.listeners = [];
  }

  // Listeners are told the shape, and where a change came from.
  listen(listener) {
    this.listeners.push(listener);
  }

  set(shape, from = "") {
    this.past.push(this.now);
    this.now = shape;
    this.tell(from);
  }

  undo() {
    if (!this.past.length) return false;
    this.now = this.past.pop();
    this.tell("");
    return true;
  }

  tell(from) {
    for (const listener of this.listeners) listener(this.now, from);
  }
}

export function circle(centre, radius) {
  return { centre: centre.map(rounded), radius: Math.max(1, Math.round(radius)) };
}

export function outline(points) {
  return { rings: [{ part: 0, hole: false, points: points.map((point) => point.map(rounded)) }] };
}

// Returns a copy of a shape of outlines, which `change` may change.
export function changed(shape, change) {
  const copy = structuredClone(shape);
  change(copy);
  if (copy.rings) copy.rings = copy.rings.filter((ring) => ring.points.length);
  return copy.rings && !copy.rings.length ? null : copy;
}

export function isWhole(shape) {
  return Boolean(shape) && (shape.centre
    ? shape.radius > 0
    : shape.rings.length > 0 && shape.rings.every((ring) => ring.points.length > 2));
}

export function toGeometry(shape) {
  if (!isWhole(shape)) return null;
  if (shape.centre) {
    return { type: "Circle", coordinates: [...shape.centre].reverse(), radius_m: shape.radius };
  }
  const polygons = [];
  for (const { part, points } of shape.rings) {
    const ring = points.map(([latitude, longitude]) => [longitude, latitude]);
    (polygons[part] ??= []).push([...ring, ring[0]]);
  }
  const parts = polygons.filter(Boolean);
  return parts.length === 1
    ? { type: "Polygon", coordinates: parts[0] }
    : { type: "MultiPolygon", coordinates: parts };
}

export function fromGeometry(geometry) {
  if (geometry?.type === "Circle") {
    return circle([geometry.coordinates[1], geometry.coordinates[0]], geometry.radius_m);
  }
  const polygons = { Polygon: [geometry?.coordinates], MultiPolygon: geometry?.coordinates };
  const parts = polygons[geometry?.type];
  if (!parts) return null;
  const rings = parts.flatMap((polygon, part) => polygon.map((ring, at) => ({
    part,
    hole: at > 0,
    points: ring.slice(0, -1).map(([longitude, latitude]) => [rounded(latitude), rounded(longitude)]),
  })));
  return rings.length ? { rings } : null;
}
