// Fills in the text of a code that the camera sees; without a camera, its letters are typed.

import { Camera } from "../scanner/seeing.js";

const part = (name) => document.querySelector(`[data-${name}]`);
const said = document.getElementById("id_said");

function stop() {
  camera.stop();
  part("screen").hidden = true;
}

const camera = new Camera(part("video"), (text) => {
  stop();
  said.value = text;
  said.form.requestSubmit();
});

part("start").addEventListener("click", async () => {
  part("trouble").textContent = "";
  part("screen").hidden = false;
  try {
    await camera.start();
    part("stop").focus();
  } catch {
    part("screen").hidden = true;
    part("trouble").textContent = part("trouble").dataset.words;
  }
});
part("stop").addEventListener("click", stop);
part("looking").hidden = false;
