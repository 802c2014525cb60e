// On every page, for phones that keep drafts: erases what is past its time or what the server says, and says in one line
// what waits to go up. Where no worker of ours is registered, it does nothing.
(function () {
  'use strict';

  const version = new URL(document.currentScript.src).search;
  if (!window.isSecureContext || !navigator.serviceWorker) return;

  const loaded = function () {
    if (window.guantongOffline) return Promise.resolve();
    return new Promise(function (resolve, reject) {
      const script = document.createElement('script');
      script.src = '/assets/offline-store.js' + version;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  };

  const tell = function (rows) {
    const main = document.getElementById('main');
    if (!main || document.querySelector('[data-offline], form[action$="/upload"]')) return;
    const ended = rows.filter(function (row) { return row.ended; }).length;
    const line = document.createElement('p');
    line.className = 'note no-print below-4';
    const link = document.createElement('a');
    link.href = '/offline';
    link.textContent = ended > 0 ? '本机有' + ended + '份会议记录待上传' : '本机有' + rows.length + '份离线草稿';
    line.append(link);
    main.prepend(line);
  };

  // Who signs out loses what is here: said once, then done.
  const guard = function (rows) {
    document.addEventListener('submit', function (event) {
      const form = event.target;
      if (form.getAttribute('action') !== '/sign-out' || form.dataset.warned || !rows.some(function (row) { return row.ended; })) return;
      event.preventDefault();
      form.dataset.warned = '1';
      const words = document.createElement('p');
      words.className = 'fault above-2';
      words.setAttribute('role', 'alert');
      words.textContent = '这台手机上还有没上传的会议记录，退出会一并抹去。先上传；不要了，就再点一次退出';
      form.append(words);
    });
  };

  const watch = async function (registration) {
    await loaded();
    const store = window.guantongOffline;
    const found = await store.obey(await store.copies());
    if (found.rows.length === 0) {
      await store.wipe();
      await registration.unregister();
      return;
    }
    if (found.reached && registration.active && new URL(registration.active.scriptURL).search !== version) {
      await navigator.serviceWorker.register('/assets/offline-worker.js' + version, { scope: '/', updateViaCache: 'none' });
    }
    tell(found.rows);
    guard(found.rows);
  };

  if (document.querySelector('[data-offline-prepare]')) return;
  navigator.serviceWorker.getRegistration('/').then(function (registration) {
    return registration && watch(registration);
  }).catch(function () {});
})();
