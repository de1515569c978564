// Looking at a zone before it is declared, without leaving the page; without a script the page is
// answered anew, and says the same.

import { fromGeometry } from "./shape.js";

const L = window.L;

// What was wrong before is no longer said once the form has been looked at.
function settle(form) {
  for (const mistake of document.querySelectorAll("main .govuk-error-summary")) mistake.remove();
  for (const group of form.querySelectorAll(".govuk-form-group--error")) {
    group.classList.remove("govuk-form-group--error");
    for (const said of group.querySelectorAll(".govuk-error-message")) said.remove();
    for (const field of group.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.classList.remove("govuk-input--error", "govuk-select--error", "govuk-textarea--error");
      const hint = group.querySelector(".govuk-hint");
      if (hint) field.setAttribute("aria-describedby", hint.id);
      else field.removeAttribute("aria-describedby");
    }
  }
}

export function looking(map, form, drawn, write, say, words) {
  const place = document.getElementById("preview");
  const shown = L.featureGroup().addTo(map);

  function draw({ cells, spill, drawn: asDrawn }) {
    shown.clearLayers();
    for (const [className, geometry] of Object.entries({ cells, spill })) {
      if (!geometry.coordinates.length) continue;
      const options = { style: { className }, interactive: false, pmIgnore: true };
      shown.addLayer(L.geoJSON(geometry, options));
    }
    shown.bringToBack?.();
    const shape = fromGeometry(asDrawn);
    if (shape) {
      const wasShifted = form.elements.datum.value === "gcj02";
      drawn.set(shape, "preview");
      write(asDrawn);
      form.elements.file.value = "";
      if (wasShifted) say(words.converted);
    }
    map.fitBounds(shown.getBounds(), { padding: [24, 24], maxZoom: 17, animate: false });
  }

  function take() {
    const found = document.getElementById("zoning-document");
    if (found) draw(JSON.parse(found.textContent));
  }

  // The server is asked again whoever presses the button; this says why beforehand.
  drawn.listen((_shape, from) => {
    if (from === "preview") return;
    shown.clearLayers();
    const button = place.querySelector("button[value=declare]");
    if (!button || button.disabled) return;
    button.disabled = true;
    say(words.stale);
  });

  form.addEventListener("submit", async (event) => {
    if (event.submitter?.value !== "preview") return;
    event.preventDefault();
    event.submitter.disabled = true;
    const data = new FormData(form);
    data.delete("seen");
    data.set("step", "preview");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("#preview section");
      if (!answer.ok || !found) {
        form.submit(); // whatever is wrong is said by the page itself
        return;
      }
      settle(form);
      document.title = page.title;
      place.replaceChildren(document.importNode(found, true));
      take();
      say(words.looked);
      place.querySelector("h2").focus();
    } finally {
      event.submitter.disabled = false;
    }
  });

  take();
}
