// What of drafts lies on this phone: each encrypted under a key that only the offline password opens, with the time until
// which it may lie here. Used by the pages that write and read drafts, by the watch on every page and by the worker.
// Why so: docs/adr/0149. In the clear stand numbers of the record and its owner, times, the one-time key; no name, no text.
self.guantongOffline = (function () {
  'use strict';

  const NAME = 'guantong-offline';
  const ROUNDS = 600000;      // PBKDF2 with SHA-256
  const TRIES = 10;           // wrong passwords in a row before everything is erased
  const HOUR = 3600000;
  const text = new TextEncoder();

  const can = function () {
    return Boolean(self.isSecureContext && self.indexedDB && self.crypto && self.crypto.subtle && self.navigator.serviceWorker);
  };

  const answered = function (request) {
    return new Promise(function (resolve, reject) {
      request.onsuccess = function () { resolve(request.result); };
      request.onerror = function () { reject(request.error); };
    });
  };

  const opened = function () {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = function () {
      request.result.createObjectStore('copies', { keyPath: 'record' });
      request.result.createObjectStore('kept');   // `vault`: salt and wrapped key; `seen`: the latest time seen
    };
    return answered(request);
  };

  // One request on one store, in a transaction of its own; done when it is on the disk.
  const on = async function (store, mode, ask) {
    const db = await opened();
    try {
      const transaction = db.transaction(store, mode);
      const done = new Promise(function (resolve, reject) {
        transaction.oncomplete = resolve;
        transaction.onabort = function () { reject(transaction.error); };
      });
      const result = await answered(ask(transaction.objectStore(store)));
      await done;
      return result;
    } finally {
      db.close();
    }
  };
  const get = function (store, key) { return on(store, 'readonly', function (it) { return it.get(key); }); };
  const put = function (store, value, key) { return on(store, 'readwrite', function (it) { return it.put(value, key); }); };
  const drop = function (store, key) { return on(store, 'readwrite', function (it) { return it.delete(key); }); };

  // Time only goes on here: a clock that was set back counts from the latest time it has ever shown.
  const now = async function (passed) {
    const before = (await get('kept', 'seen')) || 0;
    const seen = Math.max(Date.now(), before + (passed || 0));
    if (seen > before) await put('kept', seen, 'seen');
    return seen;
  };

  const wipe = async function () {
    const request = indexedDB.deleteDatabase(NAME);
    await new Promise(function (resolve) { request.onsuccess = request.onerror = request.onblocked = resolve; });
    const names = self.caches ? await caches.keys() : [];
    await Promise.all(names.filter(function (it) { return it.startsWith(NAME); }).map(function (it) { return caches.delete(it); }));
  };

  // What is still here, in the order of its end; what is past its time goes first. With the last one goes the key.
  const copies = async function (passed) {
    const time = await now(passed);
    const all = await on('copies', 'readonly', function (it) { return it.getAll(); });
    const past = all.filter(function (row) { return row.ends <= time; });
    for (const row of past) await erase(row.record);
    if (all.length === 0) await drop('kept', 'vault');
    return all.filter(function (row) { return row.ends > time; }).sort(function (a, b) { return a.ends - b.ends; });
  };

  const erase = async function (record) {
    await drop('copies', record);
    const left = await on('copies', 'readonly', function (it) { return it.count(); });
    if (left === 0) await drop('kept', 'vault');
  };

  const derived = async function (password, salt) {
    const typed = await crypto.subtle.importKey('raw', text.encode(password.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
    const by = { name: 'PBKDF2', hash: 'SHA-256', salt: salt, iterations: ROUNDS };
    return crypto.subtle.deriveKey(by, typed, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
  };
  const random = function (length) { return crypto.getRandomValues(new Uint8Array(length)); };
  const unwrapped = async function (vault, password) {
    const by = await derived(password, vault.salt);
    return crypto.subtle.unwrapKey('raw', vault.wrapped, by, { name: 'AES-GCM', iv: vault.iv }, 'AES-GCM', false, ['encrypt', 'decrypt']);
  };

  const isKnown = async function () { return Boolean(await get('kept', 'vault')); };

  // A key of this phone alone, under a new password.
  const lock = async function (password) {
    const salt = random(16);
    const iv = random(12);
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
    const wrapped = await crypto.subtle.wrapKey('raw', key, await derived(password, salt), { name: 'AES-GCM', iv: iv });
    const vault = { salt: salt, iv: iv, wrapped: wrapped, wrong: 0 };
    await put('kept', vault, 'vault');
    return unwrapped(vault, password);
  };

  // The key, or how many tries are left; at none of them everything is gone.
  const unlock = async function (password) {
    const vault = await get('kept', 'vault');
    if (!vault) return { left: 0 };
    // Counted before it is tried: closing the page does not give a try back.
    await put('kept', Object.assign({}, vault, { wrong: vault.wrong + 1 }), 'vault');
    try {
      const key = await unwrapped(vault, password);
      await put('kept', Object.assign({}, vault, { wrong: 0 }), 'vault');
      return { key: key };
    } catch (error) {
      if (error.name !== 'OperationError') throw error;
      const left = TRIES - vault.wrong - 1;
      if (left <= 0) await wipe();
      return { left: Math.max(left, 0) };
    }
  };

  // Whose it is and until when belong to what is encrypted: neither can be changed beside it.
  const bound = function (row) { return text.encode([row.record, row.person, row.taken, row.ends].join(' ')); };

  const write = async function (key, row, draft) {
    const iv = random(12);
    const how = { name: 'AES-GCM', iv: iv, additionalData: bound(row) };
    const data = await crypto.subtle.encrypt(how, key, text.encode(JSON.stringify(draft)));
    const kept = Object.assign({}, row, { ended: Boolean(draft.ended), iv: iv, data: data });
    await put('copies', kept);
    return kept;
  };

  const read = async function (key, row) {
    const how = { name: 'AES-GCM', iv: row.iv, additionalData: bound(row) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, row.data)));
  };

  // The head of a new draft: its own one-time key, and its end by this phone's clock.
  const head = async function (record, person, hours) {
    const taken = await now();
    const token = Array.from(random(16), function (byte) { return byte.toString(16).padStart(2, '0'); }).join('');
    return { record: record, person: person, taken: taken, ends: taken + hours * HOUR, token: token };
  };

  // What the server wants done with what is here; null where it cannot be asked now.
  const ask = async function (rows) {
    const kept = rows.map(function (row) { return row.record + '.' + row.token; }).join(' ');
    try {
      const answer = await fetch('/offline/state?keep=' + encodeURIComponent(kept), { cache: 'no-store' });
      return answer.ok ? await answer.json() : null;
    } catch (_) {
      return null;
    }
  };

  // Does what the server says; what is left, and who is signed in.
  const obey = async function (rows) {
    const said = await ask(rows);
    if (!said) return { rows: rows, reached: false, person: null };
    if (said.wipe) {
      await wipe();
      return { rows: [], reached: true, person: null };
    }
    for (const record of said.erase) await erase(record);
    const left = rows.filter(function (row) { return said.erase.indexOf(row.record) < 0; });
    return { rows: left, reached: true, person: said.person };
  };

  return { can: can, copies: copies, erase: erase, wipe: wipe, isKnown: isKnown, lock: lock, unlock: unlock,
    write: write, read: read, head: head, obey: obey, NAME: NAME };
})();
