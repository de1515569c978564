// Reads signed lists and texts from its standard input and answers what the scanner says of each.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf8"));
const load = (name) => import(pathToFileURL(`${asked.modules}/${name}.js`));
const [{ keyOf }, lists, { verify }, claims] = await Promise.all(
  ["cose", "lists", "verify", "claims"].map(load),
);
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const pinned = await Promise.all(asked.pinned.map(([name, point]) => keyOf(name, bytes(point))));

async function read() {
  const trust = await lists.readTrustList(bytes(asked.trust), asked.here, pinned);
  const statusLists = new Map();
  for (const data of asked.status) {
    const list = await lists.readStatusList(bytes(data), trust.keys);
    statusLists.set(`${list.issuer} ${list.number}`, list);
  }
  return { trust, statusLists };
}

async function answer() {
  let known;
  try {
    known = await read();
  } catch (trouble) {
    return { trouble: trouble.constructor.name };
  }
  const found = [];
  for (const { text, at, place } of asked.texts) {
    const { verdict, failure, caveats } = await verify(text, at, { ...known, place, here: asked.here });
    found.push([verdict, failure, caveats]);
  }
  return { found, places: claims.PLACES, always: claims.ALWAYS };
}

process.stdout.write(JSON.stringify(await answer()));
