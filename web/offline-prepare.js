// 离线准备: puts the ticked drafts on this phone under an offline password, then registers the worker that shows them
// without a network.
(function () {
  'use strict';

  const place = document.querySelector('[data-offline-prepare]');
  const form = place && place.querySelector('[data-offline-form]');
  const store = window.guantongOffline;
  if (!form || !store.can()) return;

  const version = new URL(document.currentScript.src).search;
  const problem = document.getElementById('offline-problem');
  const pin = document.getElementById('offline-pin');
  const again = document.getElementById('offline-again');
  const button = form.querySelector('.button.main');
  let isKnown = false;

  const say = function (words) {
    problem.textContent = words;
    problem.hidden = !words;
    if (words) problem.focus();
  };

  const show = async function () {
    await store.copies();
    isKnown = await store.isKnown();
    place.querySelectorAll('[data-offline-new]').forEach(function (it) { it.hidden = isKnown; });
    place.querySelectorAll('[data-offline-known]').forEach(function (it) { it.hidden = !isKnown; });
    place.querySelector('[data-offline-cannot]').hidden = true;
    form.hidden = false;
  };

  // What anybody tries first is no password.
  const fault = function (typed) {
    const letters = Array.from(typed);
    if (letters.length < 8) return '离线口令至少要8位';
    if (!/\p{L}/u.test(typed) || !/\d/.test(typed)) return '离线口令要有字母，也要有数字';
    if (new Set(letters).size < 4) return '这个口令太好猜，请换一个';
    return typed === again.value ? '' : '两次输的口令不一样';
  };

  const opened = async function () {
    if (!isKnown) return store.lock(pin.value);
    const tried = await store.unlock(pin.value);
    if (tried.key) return tried.key;
    if (tried.left > 0) throw new Error('口令不对，还可以试' + tried.left + '次');
    await show();
    throw new Error('试错的次数到了，这台手机上原有的草稿已经抹去。请设一个新口令');
  };

  const take = async function (key, record, others) {
    const answer = await fetch('/records/' + record + '/offline', { method: 'POST', body: new URLSearchParams(), redirect: 'manual' });
    if (answer.status === 401) throw new Error('登录已过期，请重新登录再存');
    if (!answer.ok) throw new Error('有一份没有存上：它刚被改过或者存档了。请刷新这一页再存');
    const pack = await answer.json();
    if (others.some(function (row) { return row.person !== pack.person; })) {
      throw new Error('这台手机上有另一个账号存的草稿。请那个账号先上传，或者在离线草稿里抹去，再存您的');
    }
    const row = await store.head(pack.record, pack.person, pack.hours);
    const people = pack.people.map(function (it) { return { id: it.id, state: it.state, word: it.word }; });
    await store.write(key, row, { pack: pack, session: pack.session, chair: pack.chair, lecturer: pack.lecturer,
      people: people, items: pack.items, motions: pack.motions, ended: '' });
  };

  const keep = async function () {
    const chosen = Array.from(form.querySelectorAll('[data-record]:checked')).map(function (it) { return it.value; });
    if (chosen.length === 0) throw new Error('先勾选要存的会议');
    const wrong = isKnown ? '' : fault(pin.value);
    if (wrong) throw new Error(wrong);
    const rows = await store.copies();
    const here = rows.map(function (row) { return row.record; });
    const key = await opened();
    const fresh = chosen.filter(function (record) { return here.indexOf(record) < 0; });
    for (const record of fresh) await take(key, record, rows);
    await navigator.serviceWorker.register('/assets/offline-worker.js' + version, { scope: '/', updateViaCache: 'none' });
    await navigator.serviceWorker.ready;
    return { stored: fresh.length, were: chosen.length - fresh.length };
  };

  const told = function (done) {
    const words = done.stored > 0 ? '已存到本机' + done.stored + '份。没有网络时打开本系统，就能看到' : '';
    const were = done.were > 0 ? '有' + done.were + '份本机已经有了，没有再存，写过的还在' : '';
    const line = place.querySelector('[data-offline-stored]');
    line.textContent = [words, were].filter(Boolean).join('；') + '。';
    const link = document.createElement('a');
    link.href = '/offline';
    link.textContent = '打开看看';
    line.append(link);
    line.hidden = false;
    form.hidden = true;
  };

  form.addEventListener('submit', async function (event) {
    event.preventDefault();
    say('');
    const words = button.textContent;
    button.disabled = true;
    button.textContent = button.dataset.storing;
    try {
      told(await keep());
    } catch (error) {
      say(error instanceof TypeError ? '没有连上网络，没有存。请在有网络的地方存' : error.message);
    }
    button.disabled = false;
    button.textContent = words;
  });

  show();
})();
