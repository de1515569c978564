// A zone is drawn here, and written into the form as text: the form alone is what is declared.

import { board, ground, wordsOfThePage } from "./board.js";
import { keys } from "./keys.js";
import { looking } from "./looking.js";
import { points } from "./points.js";
import { Drawn, fromGeometry, toGeometry } from "./shape.js";
import { tools } from "./tools.js";

const place = document.getElementById("drawing-board");
const form = document.getElementById("zoning");
const words = wordsOfThePage();
const said = document.getElementById("board-said");

function say(sentence) {
  said.textContent = sentence;
}

function write(geometry) {
  form.elements.shape.value = geometry ? JSON.stringify(geometry) : "";
  form.elements.datum.value = "wgs84";
  const way = document.getElementById("id_way_text");
  if (!way.checked) way.click();
}

// What stands in the form already, if it is in the map's own datum.
function written() {
  if (form.elements.datum.value !== "wgs84") return null;
  try {
    return fromGeometry(JSON.parse(form.elements.shape.value));
  } catch {
    return null;
  }
}

async function start() {
  place.hidden = false;
  const map = board(document.getElementById("board"), words);
  const drawn = new Drawn();
  const hand = tools(map, place, drawn, say, words);
  points(document.getElementById("points"), drawn, words);
  keys(map, hand, say, words);
  map.options.whole = await ground(map, place.dataset.ground);
  hand.all();
  const shape = written();
  if (shape) {
    drawn.now = shape;
    drawn.tell("preview");
    hand.all();
  }
  drawn.listen((now, from) => { if (from !== "preview") write(toGeometry(now)); });
  looking(map, form, drawn, write, say, words);
  place.dataset.ready = "yes";
}

start();
