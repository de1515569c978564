// Keeps a running recompute's bar in step; without it, the page has a link to refresh.

const EVERY = 2000;

async function step(bar, words, news) {
  const answer = await fetch(bar.dataset.live, { headers: { Accept: "application/json" } });
  if (!answer.ok) return true;
  const run = await answer.json();
  if (!run.running) {
    bar.value = bar.max;
    words.textContent = "";
    news.textContent = bar.dataset.finished;
    return false;
  }
  bar.value = run.share;
  words.textContent = bar.dataset.words
    .replace("{done}", run.done)
    .replace("{total}", run.total)
    .replace("{percent}", Math.floor(run.share * 100));
  return true;
}

for (const bar of document.querySelectorAll("progress[data-live]")) {
  const [words, news] = [".words", ".news"].map((part) => bar.parentElement.querySelector(part));
  const again = async () => {
    const more = document.hidden || (await step(bar, words, news).catch(() => true));
    if (more) setTimeout(again, EVERY);
  };
  setTimeout(again, EVERY);
}
