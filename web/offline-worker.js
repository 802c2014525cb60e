// Answers while there is no network: the one page with the drafts of this phone, and what that page is made of. It keeps
// nothing else: no page with anybody's data, no answer of the server. Its address carries the version of the assets.
'use strict';

const version = self.location.search;
importScripts('/assets/offline-store.js' + version);

const CACHE = self.guantongOffline.NAME + version;
const PAGE = '/offline';
const FILES = ['tokens.css', 'app.css', 'icon.svg', 'app.js', 'offline-store.js', 'offline.js', 'offline-prepare.js',
  'offline-watch.js'].map(function (name) { return '/assets/' + name + version; });

self.addEventListener('install', function (event) {
  // The page is asked for as by nobody, so it can hold nothing of anybody's.
  const asked = FILES.concat(new Request(PAGE, { credentials: 'omit', cache: 'reload' }));
  event.waitUntil(caches.open(CACHE).then(function (cache) { return cache.addAll(asked); }).then(function () { return self.skipWaiting(); }));
});

self.addEventListener('activate', function (event) {
  const old = function (name) { return name.startsWith(self.guantongOffline.NAME) && name !== CACHE; };
  event.waitUntil(caches.keys()
    .then(function (names) { return Promise.all(names.filter(old).map(function (name) { return caches.delete(name); })); })
    .then(function () { return self.clients.claim(); }));
});

const kept = function (address) {
  return caches.open(CACHE).then(function (cache) { return cache.match(address); });
};

self.addEventListener('fetch', function (event) {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    // Every opening is an occasion to erase what is past its time.
    event.waitUntil(self.guantongOffline.copies().catch(function () {}));
    if (address.pathname === PAGE) {
      event.respondWith(kept(PAGE).then(function (page) { return page || fetch(request); }));
    } else {
      event.respondWith(fetch(request).catch(function (error) {
        return kept(PAGE).then(function (page) { if (page) return page; throw error; });
      }));
    }
  } else if (FILES.indexOf(address.pathname + address.search) >= 0) {
    event.respondWith(kept(request).then(function (file) { return file || fetch(request); }));
  }
});
