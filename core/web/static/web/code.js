// Draws my code and draws it anew before it runs out; without it, the page shows one that lasts.

import qrcode from "../vendor/qrcode/qrcode.js";

const EARLY = 15; // seconds before the end at which the next one is fetched
const AGAIN = 5; // seconds after which a failed one is tried again
const QUIET = 4; // modules around a code (ISO/IEC 18004)
const SVG = "http://www.w3.org/2000/svg";

const card = document.querySelector("[data-code]");
const part = (name) => card.querySelector(`[data-${name}]`);
const state = { ticket: card.dataset.ticket, until: 0, apart: 0, busy: false, next: 0, status: null };

// The server's clock: a phone's may be wrong.
const now = () => Date.now() / 1000 + state.apart;

function draw(text) {
  const code = qrcode(0, "M");
  code.addData(text, "Alphanumeric");
  code.make();
  const count = code.getModuleCount();
  let path = "";
  for (let y = 0; y < count; y += 1) {
    for (let x = 0; x < count; x += 1) {
      if (code.isDark(y, x)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
    }
  }
  const side = count + 2 * QUIET;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.setAttribute("aria-hidden", "true");
  const black = document.createElementNS(SVG, "path");
  black.setAttribute("d", path);
  black.setAttribute("fill", "#000");
  svg.appendChild(black);
  const frame = part("frame");
  frame.textContent = "";
  frame.appendChild(svg);
  frame.hidden = false;
}

function take(answer) {
  if (state.status !== null && answer.status !== state.status) {
    // Another status: what the page says of it is another, too.
    window.location.reload();
    return;
  }
  state.status = answer.status;
  state.apart = answer.now - Date.now() / 1000;
  state.until = answer.until;
  state.next = Math.max(answer.until - EARLY, answer.now + AGAIN);
  part("trouble").textContent = "";
  draw(answer.code);
  tick();
}

async function ask(address, headers) {
  const answer = await fetch(address, { headers, credentials: "same-origin", cache: "no-store" });
  return answer.status === 200 && !answer.redirected ? answer.json() : answer.status;
}

async function refresh() {
  let answer = await ask(card.dataset.next, { "X-Code-Ticket": state.ticket });
  if (answer === 401) {
    const renewed = await ask(card.dataset.renew, {});
    if (!renewed.ticket) {
      // Signed out, or no mandate any more: the page says so, or asks to sign in.
      window.location.reload();
      return;
    }
    state.ticket = renewed.ticket;
    answer = await ask(card.dataset.next, { "X-Code-Ticket": state.ticket });
  }
  if (!answer.code) throw new Error(`no code: ${answer}`);
  take(answer);
}

async function keep() {
  if (state.busy || document.hidden || now() < state.next) return;
  state.busy = true;
  try {
    await refresh();
  } catch (trouble) {
    state.next = now() + AGAIN;
    part("trouble").textContent = part("trouble").dataset.words;
  }
  state.busy = false;
}

function tick() {
  const clock = new Date();
  clock.setTime(now() * 1000);
  part("clock").hidden = false;
  part("clock").textContent = clock.toLocaleTimeString(document.documentElement.lang, {
    timeZone: card.dataset.zone,
    hourCycle: "h23",
  });
  const left = Math.floor(state.until - now());
  part("frame").classList.toggle("is-over", left <= 0);
  const seconds = Math.max(0, Math.ceil(state.next - now()));
  part("until").textContent = left > 0 ? part("until").dataset.words.replace("{seconds}", seconds) : "";
}

take(JSON.parse(document.getElementById("code-first").textContent));
document.addEventListener("visibilitychange", keep);
setInterval(() => {
  tick();
  keep();
}, 1000);
