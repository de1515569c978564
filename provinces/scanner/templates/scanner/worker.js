// Keeps the checkpoint's page and its files for when there is no network; never a pass or a list.

const FAMILY = "{{ family|escapejs }}";
const NAME = "{{ name|escapejs }}";
const PAGE = "{{ page|escapejs }}";
const FILES = [{% for file in files %}
  "{{ file|escapejs }}",{% endfor %}
];
const PATIENCE = 4000; // milliseconds after which a slow network counts as none

self.addEventListener("install", (event) => {
  const kept = caches.open(NAME).then((cache) => cache.addAll([PAGE, ...FILES]));
  event.waitUntil(kept.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const dropped = caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith(FAMILY) && name !== NAME).map((name) => caches.delete(name)),
  ));
  event.waitUntil(dropped.then(() => self.clients.claim()));
});

async function page() {
  const cache = await caches.open(NAME);
  try {
    const answer = await fetch(PAGE, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok) await cache.put(PAGE, answer.clone());
    return answer.status < 500 ? answer : (await cache.match(PAGE, { ignoreVary: true })) ?? answer;
  } catch (trouble) {
    const kept = await cache.match(PAGE, { ignoreVary: true });
    if (kept) return kept;
    throw trouble;
  }
}

async function file(request) {
  const cache = await caches.open(NAME);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const address = new URL(url);
  if (method !== "GET" || address.origin !== self.location.origin) return;
  if (mode === "navigate" && address.pathname === PAGE) event.respondWith(page());
  else if (FILES.includes(address.pathname)) event.respondWith(file(event.request));
});
