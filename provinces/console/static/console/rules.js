// Checks a form while it is typed, and tells when figures are done; without it there are buttons.

const PAUSE = 700;
const EVERY = 2000;

async function check(form, found) {
  const said = new FormData(form);
  said.set("do", "check");
  const answer = await fetch(location.href, {
    method: "POST",
    body: said,
    headers: { "X-Live": "1" },
  });
  if (answer.ok) found.innerHTML = await answer.text();
}

for (const form of document.querySelectorAll("form[data-checks]")) {
  const found = document.getElementById(form.dataset.checks);
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => check(form, found).catch(() => {}), PAUSE);
  });
  found.addEventListener("click", (event) => {
    const line = Number(event.target.dataset?.line);
    const text = document.getElementById("document");
    if (!line || !text) return;
    event.preventDefault();
    const before = text.value.split("\n").slice(0, line - 1).join("\n").length;
    text.focus();
    text.setSelectionRange(before + (line > 1 ? 1 : 0), before + (line > 1 ? 1 : 0));
  });
}

for (const part of document.querySelectorAll("[data-awaits]")) {
  const again = async () => {
    const answer = await fetch(part.dataset.awaits, { headers: { Accept: "application/json" } });
    if (answer.ok && !(await answer.json()).running) {
      part.querySelector(".news").textContent = part.dataset.done;
      part.querySelector("progress").hidden = true;
      return;
    }
    setTimeout(() => again().catch(() => {}), EVERY);
  };
  setTimeout(() => again().catch(() => {}), EVERY);
}
