// Draws borders and zones from provinces' own documents; without it, the table says the same.

const L = window.L;
const BARS = [[2, 15, 7], [9.5, 9, 13], [17, 2, 20]];

function bars(level) {
  const rects = BARS.map(([x, y, height], at) =>
    `<rect x="${x}" y="${y}" width="5" height="${height}"${at < level ? ' class="on"' : ""}/>`);
  return `<svg class="bars" viewBox="0 0 24 24" aria-hidden="true">${rects.join("")}</svg>`;
}

function named(said) {
  const chinese = document.documentElement.lang.startsWith("zh");
  return (chinese ? said.name_zh : said.name_en) || said.name_zh || said.name_en;
}

function told(said, box) {
  const words = document.createElement("span");
  const level = [null, box.low, box.medium, box.high][said.level];
  const until = said.until.slice(0, 16).replace("T", " ");
  words.textContent = `${named(said)} · ${level} · ${box.until} ${until}`;
  return words;
}

function draw(map, collection, box) {
  const [borders, zones] = ["border", "zone"].map((kind) =>
    collection.features.filter((feature) => feature.properties.kind === kind));
  for (const feature of borders) {
    const shape = L.geoJSON(feature, { style: { className: "border" }, interactive: false });
    shape.addTo(map).bringToBack();
    const icon = L.divIcon({ className: "province-mark", html: "", iconSize: null });
    const bounds = shape.getBounds();
    const top = [bounds.getNorth(), bounds.getCenter().lng];
    const name = L.marker(top, { icon, interactive: false, keyboard: false, zIndexOffset: 1000 });
    name.addTo(map).getElement().textContent = named(feature.properties);
  }
  for (const feature of zones) {
    const { level } = feature.properties;
    const shape = L.geoJSON(feature, { style: { className: `zone level-${level}` } });
    const icon = L.divIcon({ className: "zone-mark", html: bars(level), iconSize: [28, 28] });
    const mark = L.marker(shape.getBounds().getCenter(), { icon, keyboard: false });
    for (const layer of [shape, mark]) layer.bindTooltip(told(feature.properties, box)).addTo(map);
  }
  return L.geoJSON(collection).getBounds();
}

async function show(place) {
  const asked = place.dataset.documents.split(" ").map((address) => fetch(address));
  const answers = (await Promise.allSettled(asked)).map(({ value }) => value);
  const documents = await Promise.all(answers.filter((one) => one?.ok).map((one) => one.json()));
  const drawable = documents.filter((one) => one.features.length);
  if (!drawable.length) return;
  place.hidden = false;
  const map = L.map(place, {
    attributionControl: false, zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.25,
  });
  const box = place.dataset;
  L.control.zoom({ zoomInTitle: box.closer, zoomOutTitle: box.further }).addTo(map);
  map.setView([35, 105], 4);
  const bounds = drawable.map((one) => draw(map, one, box));
  map.fitBounds(bounds.reduce((all, one) => all.extend(one)), { padding: [12, 12], animate: false });
}

for (const place of document.querySelectorAll(".zonemap[data-documents]")) show(place);
