// A map of our own borders: nobody else is asked for tiles, or learns what officials look at.

const L = window.L;

export function wordsOfThePage() {
  return JSON.parse(document.getElementById("zoning-words").textContent);
}

export function filled(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);
}

export function named(said) {
  const chinese = document.documentElement.lang.startsWith("zh");
  return (chinese ? said.name_zh : said.name_en) || said.name_zh || said.name_en;
}

// Where one draws, the keys move a cursor; where one only looks, `keyboard` has them move the map.
export function board(place, words, keyboard = false) {
  const map = L.map(place, {
    attributionControl: false, zoomControl: false, scrollWheelZoom: false, keyboard,
    zoomSnap: 0.25, maxZoom: 20, zoomAnimation: false, fadeAnimation: false,
  });
  L.control.zoom({ zoomInTitle: words.closer, zoomOutTitle: words.further }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
  map.setView([35, 105], 4);
  return map;
}

function label(map, kind, shape, feature) {
  const icon = L.divIcon({ className: `place-name ${kind}-name`, html: "", iconSize: null });
  const where = shape.getBounds().getCenter();
  const options = { icon, interactive: false, keyboard: false, pmIgnore: true, zIndexOffset: -1000 };
  const mark = L.marker(where, options);
  mark.addTo(map).getElement().textContent = named(feature.properties);
}

// Draws the borders, and returns what is worth being seen: my areas, or the province.
export async function ground(map, address) {
  const answer = await fetch(address);
  if (!answer.ok) return null;
  const { features } = await answer.json();
  const layers = { neighbour: [], border: [], area: [] };
  for (const kind of Object.keys(layers)) {
    for (const feature of features.filter((one) => one.properties.kind === kind)) {
      const style = { className: kind, interactive: false };
      const shape = L.geoJSON(feature, { style, interactive: false, pmIgnore: true });
      layers[kind].push(shape.addTo(map));
      if (kind !== "border" && feature.properties.name_zh) label(map, kind, shape, feature);
    }
  }
  for (const kind of ["area", "border", "neighbour"]) {
    for (const layer of layers[kind]) layer.bringToBack();
  }
  const seen = layers.area.length ? layers.area : layers.border;
  return seen.length ? L.featureGroup(seen).getBounds() : null;
}
