// The points of what is drawn, as a table in which each can be changed, removed, or added.

import { changed, circle, outline, rounded } from "./shape.js";
import { filled } from "./board.js";

// Longer outlines come from files, and nobody types them.
const MOST = 200;

function element(name, options = {}, children = []) {
  const { text, ...attributes } = options;
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
}

function field(label, value, tell) {
  const input = element("input", {
    class: "govuk-input", type: "text", inputmode: "decimal", "aria-label": label, value,
  });
  // Enter tells a change, and leaving the field would tell it again.
  let told = rounded(value);
  input.addEventListener("change", () => {
    const number = rounded(input.value);
    const isGood = input.value.trim() !== "" && Number.isFinite(number);
    input.setAttribute("aria-invalid", String(!isGood));
    if (!isGood || number === told) return;
    told = number;
    tell(number);
  });
  // Enter would send the form; here it only takes the number.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    input.dispatchEvent(new Event("change"));
  });
  return input;
}

function button(label, words, tell) {
  const made = element("button", {
    type: "button", class: "govuk-button govuk-button--secondary", "aria-label": label, text: words,
  });
  made.addEventListener("click", tell);
  return made;
}

function row(name, cells) {
  const header = element("th", { scope: "row", class: "govuk-table__header", text: name });
  const rest = cells.map((cell) => element("td", { class: "govuk-table__cell" }, cell ? [cell] : []));
  return element("tr", { class: "govuk-table__row" }, [header, ...rest]);
}

export function points(place, drawn, words) {
  function nameOf(ring, number) {
    const said = [filled(words.point, { number: number + 1 })];
    if (ring.part) said.push(filled(words.part, { part: ring.part + 1 }));
    if (ring.hole) said.push(words.hole);
    return said.join(", ");
  }

  function ofOutlines(shape) {
    const rows = shape.rings.flatMap((ring, at) => ring.points.map((point, number) => {
      const name = nameOf(ring, number);
      const put = (axis) => (value) => drawn.set(
        changed(drawn.now, ({ rings }) => { rings[at].points[number][axis] = value; }), "table");
      return row(name, [
        field(`${name} ${words.latitude}`, point[0], put(0)),
        field(`${name} ${words.longitude}`, point[1], put(1)),
        button(`${words.remove}: ${name}`, words.remove, () => {
          drawn.set(changed(drawn.now, ({ rings }) => { rings[at].points.splice(number, 1); }));
          place.querySelector("tfoot input").focus();
        }),
      ]);
    }));
    return rows.slice(0, MOST);
  }

  function ofCircle(shape) {
    const put = (axis) => (value) => drawn.set(
      changed(drawn.now, ({ centre }) => { centre[axis] = value; }), "table");
    const radius = field(words.radius, shape.radius,
      (value) => drawn.set(circle(drawn.now.centre, value), "table"));
    radius.id = "circle-radius";
    return [
      row(words.centre, [
        field(`${words.centre} ${words.latitude}`, shape.centre[0], put(0)),
        field(`${words.centre} ${words.longitude}`, shape.centre[1], put(1)),
        null,
      ]),
      row(words.radius, [radius, null, null]),
    ];
  }

  function oneMore() {
    const typed = [undefined, undefined];
    const latitude = field(`${words.fresh} ${words.latitude}`, "", (value) => { typed[0] = value; });
    const longitude = field(`${words.fresh} ${words.longitude}`, "", (value) => { typed[1] = value; });
    const add = button(words.add, words.add, () => {
      if (typed.includes(undefined)) return latitude.focus();
      const now = drawn.now;
      drawn.set(now?.rings
        ? changed(now, ({ rings }) => { rings.at(-1).points.push(typed); })
        : outline([typed]));
      return place.querySelector("tfoot input").focus();
    });
    return row(words.fresh, [latitude, longitude, add]);
  }

  function show(shape) {
    const heads = ["", words.latitude, words.longitude, ""].map((text) =>
      (text ? element("th", { scope: "col", class: "govuk-table__header", text }) : element("td")));
    const body = shape?.rings ? ofOutlines(shape) : shape ? ofCircle(shape) : [];
    place.replaceChildren(element("table", { class: "govuk-table" }, [
      element("caption", { class: "govuk-table__caption govuk-table__caption--s", text: words.points }),
      element("thead", { class: "govuk-table__head" }, [element("tr", { class: "govuk-table__row" }, heads)]),
      element("tbody", { class: "govuk-table__body" }, body),
      element("tfoot", {}, shape?.centre ? [] : [oneMore()]),
    ]));
  }

  drawn.listen((shape, from) => { if (from !== "table") show(shape); });
  show(drawn.now);
}
