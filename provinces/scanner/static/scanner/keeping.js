// The lists a checkpoint keeps, and nothing else: fetched, verified, and kept for when the network
// is down. Those of provinces elsewhere come by way of our own, as they were signed there. No request says anything of a pass, and nothing of a pass is stored.

import { readStatusList, readTrustList } from "./lists.js";

const STORE = "lists";

export class Lists {
  constructor(told, pinned) {
    Object.assign(this, { told, pinned, trust: null, status: new Map(), fetched: new Map(), apart: null });
    this.todo = []; // what our province says to do while a part of it is off
    Object.assign(this, { relayed: new Set(), late: 0 }); // names, and seconds until one is behind
  }

  // Read what was kept the last time; what no key of ours signed is left out.
  async load() {
    const kept = await this.#all();
    await this.#take("trust", kept.get("trust"));
    for (const [name, entry] of kept) if (name !== "trust") await this.#take(name, entry);
  }

  // Fetch all lists anew; return whether those of our own province came.
  async refresh() {
    const own = await fetched(this.told.sources[this.told.here]);
    if (!own) return false;
    const told = JSON.parse(new TextDecoder().decode(own));
    this.apart = told.now - Date.now() / 1000;
    const isWhole = await this.#fetch("trust", told.trust);
    const issuers = new Set((this.trust?.keys ?? []).map((each) => each.issuer));
    this.late = told.relay_late;
    this.todo = told.do ?? [];
    for (const [issuer, lists] of Object.entries(told.relayed)) {
      if (issuers.has(issuer)) await this.#fetchAll(issuer, lists, true);
    }
    let isOwn = false;
    for (const [issuer, source] of Object.entries(this.told.sources)) {
      const isFetched = issuers.has(issuer) && (await this.#fetchStatus(issuer, source));
      if (issuer === this.told.here) isOwn = isFetched;
    }
    return isWhole && isOwn;
  }

  async #fetchStatus(issuer, source) {
    const data = await fetched(source);
    if (!data) return false;
    return this.#fetchAll(issuer, JSON.parse(new TextDecoder().decode(data)).status);
  }

  async #fetchAll(issuer, addresses, isRelayed = false) {
    const found = [];
    for (const [number, address] of Object.entries(addresses)) {
      found.push(await this.#fetch(`${issuer} ${number}`, address, isRelayed));
    }
    return found.every(Boolean);
  }

  async #fetch(name, address, isRelayed = false) {
    const data = await fetched(address);
    const entry = { data, at: Date.now() / 1000, isRelayed, late: this.late };
    if (!data || !(await this.#take(name, entry))) return false;
    await this.#put(name, entry);
    return true;
  }

  // Believe a list if its signature counts and it is no older than the one there is.
  async #take(name, entry) {
    if (!entry) return false;
    try {
      const list = name === "trust"
        ? await readTrustList(entry.data, this.told.here, this.pinned)
        : await readStatusList(entry.data, this.trust?.keys ?? []);
      const before = name === "trust" ? this.trust : this.status.get(name);
      if (name !== "trust" && `${list.issuer} ${list.number}` !== name) return false;
      if (before && before.issuedAt > list.issuedAt) return false;
      if (name === "trust") this.trust = list;
      else this.status.set(name, list);
      this.fetched.set(name, entry.at);
      this.relayed[entry.isRelayed ? "add" : "delete"](name);
      this.late ||= entry.late ?? 0;
      return true;
    } catch (trouble) {
      console.info(`${name}: ${trouble.message}`);
      return false;
    }
  }

  async #all() {
    const store = (await this.#open()).transaction(STORE).objectStore(STORE);
    const [names, entries] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    return new Map(names.map((name, at) => [name, entries[at]]));
  }

  async #put(name, entry) {
    const change = (await this.#open()).transaction(STORE, "readwrite");
    await done(change.objectStore(STORE).put(entry, name));
  }

  async #open() {
    const opening = indexedDB.open(`concord-scanner-${this.told.here}`, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    this.database ??= await done(opening);
    return this.database;
  }
}

async function fetched(address) {
  try {
    const answer = await fetch(address, { credentials: "omit" });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
  } catch {
    return null; // no network: what is kept is used on
  }
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
