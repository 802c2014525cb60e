// The page that opens without a network: drafts of this phone, opened with the offline password, written on, ended and
// sent up. Its forms stand in the page as templates; what is typed goes to this phone a moment later, encrypted.
(function () {
  'use strict';

  const place = document.querySelector('[data-offline]');
  const store = window.guantongOffline;
  if (!place) return;
  const view = place.querySelector('[data-offline-view]');

  const IDLE = 600000;    // untouched for so long, it locks itself
  const PAUSE = 400;      // typing has stopped
  const BEAT = 15000;     // between two looks at the time
  let rows = [];
  let key = null;
  let drafts = new Map(); // by record, while unlocked
  let server = { reached: false, person: null };
  let current = '';       // the record that is open
  let touched = Date.now();
  let timer = 0;

  const every = function (selector, root) { return Array.from((root || view).querySelectorAll(selector)); };
  const one = function (selector, root) { return (root || view).querySelector(selector); };
  const rowOf = function (record) { return rows.find(function (row) { return row.record === record; }); };
  const two = function (number) { return String(number).padStart(2, '0'); };

  // 11月23日15:04
  const zh = function (time) {
    const at = new Date(time);
    return (at.getMonth() + 1) + '月' + at.getDate() + '日' + at.getHours() + ':' + two(at.getMinutes());
  };
  const stamp = function () {
    const at = new Date();
    return at.getFullYear() + '-' + two(at.getMonth() + 1) + '-' + two(at.getDate()) + ' ' + two(at.getHours()) + ':' + two(at.getMinutes());
  };
  const until = function (row) {
    const hours = Math.max(Math.ceil((row.ends - Date.now()) / 3600000), 1);
    return zh(row.taken) + '存，留到' + zh(row.ends) + '，还有' + hours + '小时';
  };
  const whenOf = function (session) {
    const parts = session.on.split('-').map(Number);
    return parts[0] + '年' + parts[1] + '月' + parts[2] + '日' + session.from + (session.to ? '至' + session.to : '') + (session.place ? '，' + session.place : '');
  };

  const say = function (name, words, root) { every('[data-said="' + name + '"]', root).forEach(function (it) { it.textContent = words; }); };
  const trouble = function (words) {
    const box = one('[data-problem]');
    if (!box) return;
    box.textContent = words;
    box.hidden = !words;
    if (words) { box.setAttribute('tabindex', '-1'); box.focus(); }
  };
  const copy = function (id) { return document.getElementById('offline-' + id).content.cloneNode(true); };
  const show = function (id) {
    view.replaceChildren(copy(id));
    refresh();
    window.scrollTo(0, 0);
  };
  // What only makes sense with a network, and what only without.
  const refresh = function () {
    every('[data-if-online]').forEach(function (it) { it.hidden = !server.reached; });
    every('[data-if-offline]').forEach(function (it) { it.hidden = server.reached; });
    const upload = one('[data-do="upload"]');
    const sign = one('[data-sign-in]');
    if (!upload || !sign) return;
    upload.hidden = !server.reached || !server.person;
    sign.hidden = !server.reached || Boolean(server.person);
    const draft = drafts.get(current);
    say('line', !server.reached ? '现在没有网络。联网后打开这一页，就会上传一次；到时没有传，会抹去。'
      : server.person ? '已经有网络，可以上传。' : '已经有网络，登录后再上传，草稿还在本机。');
    if (draft && server.person && rowOf(current).person !== server.person) {
      upload.hidden = true;
      say('line', '这一份是另一个账号存的，请用那个账号登录后上传。');
    }
  };

  // ── The server, when it can be reached ──
  const contact = async function () {
    const found = await store.obey(rows);
    const before = rows.length;
    server = { reached: found.reached, person: found.person };
    rows = found.rows;
    if (rows.length === before) return refresh();
    if (!key || (current && rowOf(current))) return key ? refresh() : start();
    current = '';
    return list(rows.length < before ? '传上去的、不再由您记的，已从本机抹去。' : '');
  };

  const fieldsOf = function (draft, purpose) {
    const row = rowOf(current);
    const body = new URLSearchParams();
    const put = function (name, value) { body.append(name, value); };
    [['on1', 'on'], ['from1', 'from'], ['to1', 'to'], ['place1', 'place']].forEach(function (it) { put(it[0], draft.session[it[1]]); });
    put('chair', draft.chair);
    put('lecturer', draft.lecturer);
    draft.people.forEach(function (it) { put('att_' + it.id, it.state); put('word_' + it.id, it.word); });
    draft.items.forEach(function (it) { put('head', it.head); put('item', it.body); });
    draft.motions.filter(function (it) { return it.text.trim(); }).forEach(function (it, at) {
      ['text', 'engine', 'manner', 'yes', 'no', 'abstain', 'written'].forEach(function (name) { put('m' + (at + 1) + '_' + name, it[name]); });
    });
    put('purpose', purpose);
    put('written', draft.ended || stamp());
    put('before', JSON.stringify(draft.pack.before));
    put('_key', row.token);
    return body;
  };

  // Where the two sides differ, or something is missing, the server's own page asks: the same form goes there.
  const open = function (action, body) {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = action;
    body.forEach(function (value, name) {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      field.value = value;
      form.append(field);
    });
    document.body.append(form);
    form.submit();
  };

  let sending = false;
  const upload = async function (purpose) {
    if (sending) return;
    sending = true;
    trouble('');
    const record = current;
    const action = '/records/' + record + '/upload';
    const body = fieldsOf(drafts.get(record), purpose);
    try {
      const answer = await fetch(action, { method: 'POST', body: body, redirect: 'manual' });
      if (answer.type === 'opaqueredirect') {
        await store.erase(record);
        window.location.assign('/records/' + record);
      } else if (answer.status === 409 || answer.status === 422) {
        open(action, body);
      } else if (answer.status === 401) {
        server.person = null;
        refresh();
        if (!one('[data-sign-in]')) trouble('登录已过期，没有上传。先登录，草稿还在本机');
      } else if (answer.status === 403 || answer.status === 404) {
        trouble('现在的身份不能记这一份。请换成存它时的身份，再回到这里上传');
      } else {
        trouble('服务器这会儿收不下，没有上传。草稿还在本机，过一会儿再传');
      }
    } catch (_) {
      server = { reached: false, person: null };
      refresh();
      trouble('还是没有连上，没有上传。草稿还在本机');
    }
    sending = false;
  };

  // ── Pages ──
  const start = async function () {
    key = null;
    drafts = new Map();
    current = '';
    if (rows.length === 0) return show('none');
    show('locked');
    say('line', '这台手机上有' + rows.length + '份，用口令加密。上传后、退出登录后、到时间，都会抹去。');
    rows.forEach(function (row) {
      const line = document.createElement('li');
      line.textContent = until(row) + (row.ended ? '，待上传' : '');
      one('[data-list="copies"]').append(line);
    });
    return undefined;
  };

  const unlock = async function () {
    const field = document.getElementById('offline-pin');
    const button = one('[data-do="unlock"] .button.main');
    button.disabled = true;
    const tried = await store.unlock(field.value);
    button.disabled = false;
    if (!tried.key && tried.left > 0) {
      field.value = '';
      return trouble('口令不对，还可以试' + tried.left + '次。都不对，本机的草稿会抹去');
    }
    if (!tried.key) {
      rows = [];
      return start();
    }
    for (const row of rows) drafts.set(row.record, await store.read(tried.key, row));
    key = tried.key;
    const asked = window.location.hash.slice(1);
    return drafts.has(asked) ? draft(asked) : list('');
  };

  const list = function (words) {
    current = '';
    if (rows.length === 0 && !words) return start();
    show('list');
    say('line', rows.length === 0 ? '这台手机上没有离线草稿了。' : '共' + rows.length + '份，都只在这台手机上。');
    const note = one('[data-note]');
    note.textContent = words;
    note.hidden = !words;
    one('.card.flush').hidden = rows.length === 0;
    rows.forEach(function (row) {
      const it = drafts.get(row.record);
      const line = copy('line');
      const tag = line.querySelector('[data-tag]');
      say('title', it.pack.title, line);
      say('until', it.pack.unit + '。' + until(row), line);
      tag.textContent = row.ended ? '会议结束，待上传' : '草稿';
      tag.className = row.ended ? 'tag is-soon' : 'tag is-due';
      const link = line.querySelector('[data-open]');
      link.href = '#' + row.record;
      link.dataset.open = row.record;
      one('[data-list="copies"]').append(line);
    });
    return undefined;
  };

  const choices = function (select, offered, value) {
    offered.forEach(function (it) { select.append(new Option(it[1], it[0], it[0] === value, it[0] === value)); });
  };
  const nameOf = function (it, id) {
    const found = it.pack.offered.find(function (offer) { return offer[0] === id; });
    return found ? found[1] : '';
  };

  // Leave has a reason, and so has who is not counted at an election; who only takes no part has none.
  const hasWord = function (it, state) {
    return state.state === 'leave' || (state.state === 'uncounted' && it.pack.uncounted === '不计应到');
  };

  const person = function (it, state) {
    const known = it.pack.people.find(function (one) { return one.id === state.id; });
    const line = copy('person');
    say('name', known.name, line);
    const group = line.querySelector('.pick');
    group.setAttribute('aria-label', known.name);
    const count = it.pack.sessions;
    const offered = [];
    for (let number = 1; number <= count; number += 1) offered.push(['came' + number, count > 1 ? '第' + number + '场' : '到会']);
    offered.push(['leave', '请假'], ['absent', '缺席']);
    if (it.pack.uncounted) offered.push(['uncounted', it.pack.uncounted]);
    offered.forEach(function (offer) {
      const choice = copy('choice');
      const radio = choice.querySelector('input');
      radio.name = 'att_' + state.id;
      radio.value = offer[0];
      radio.checked = offer[0] === state.state;
      choice.querySelector('span').append(offer[1]);
      group.append(choice);
    });
    const word = line.querySelector('select');
    word.name = 'word_' + state.id;
    word.setAttribute('aria-label', known.name + '请假事由');
    choices(word, [['', '事由']].concat(it.pack.words), state.word);
    word.hidden = !hasWord(it, state);
    one('[data-list="people"]').append(line);
  };

  const item = function (written, at) {
    const field = copy('item');
    const label = field.querySelector('label');
    const area = field.querySelector('textarea');
    label.textContent = written.head || '记录';
    label.htmlFor = area.id = 'offline-item-' + at;
    area.dataset.item = at;
    area.maxLength = 20000;
    area.value = written.body;
    one('[data-list="items"]').append(field);
  };

  const motion = function (it, moved, at) {
    const set = copy('motion');
    set.querySelector('legend').textContent = '表决' + (at + 1);
    set.querySelector('fieldset').dataset.motion = at;
    const text = set.querySelector('[data-of="text"]');
    const label = text.previousElementSibling;
    label.htmlFor = text.id = 'offline-motion-' + at;
    choices(set.querySelector('[data-of="engine"]'), it.pack.engines, moved.engine);
    choices(set.querySelector('[data-of="manner"]'), it.pack.manners, moved.manner);
    ['text', 'yes', 'no', 'abstain', 'written'].forEach(function (name) { set.querySelector('[data-of="' + name + '"]').value = moved[name]; });
    set.querySelector('[data-written]').hidden = !it.pack.written;
    one('[data-list="motions"]').append(set);
  };

  // 到会12人，应到15人，有表决权13人
  const counted = function (it) {
    const votes = function (state) { return it.pack.people.find(function (one) { return one.id === state.id; }).votes; };
    const called = it.people.filter(function (state) { return state.state !== 'uncounted'; });
    const came = called.filter(function (state) { return state.state.startsWith('came'); });
    return '应到' + called.length + '人，到会' + came.length + '人，其中有表决权' + came.filter(votes).length + '人';
  };

  const draft = function (record) {
    const it = drafts.get(record);
    current = record;
    if (it.ended) return ended();
    show('draft');
    one('[data-draft]').setAttribute('aria-label', it.pack.title);
    say('title', it.pack.title);
    say('under', [it.pack.unit, it.pack.topic].filter(Boolean).join('，'));
    say('lecturer', it.pack.lecturer_label);
    say('until', until(rowOf(record)));
    one('[data-lecturer]').hidden = !it.pack.lecturer_label;
    one('[data-agenda]').hidden = it.pack.agenda.length === 0;
    one('[data-people]').hidden = it.people.length === 0;
    one('[data-motions]').hidden = it.pack.engines.length === 0;
    ['on', 'from', 'to', 'place'].forEach(function (name) { one('[name="' + name + '"]').value = it.session[name]; });
    const offered = [['', '请选择']].concat(it.pack.offered);
    choices(one('[name="chair"]'), offered, it.chair);
    choices(one('[name="lecturer"]'), offered, it.lecturer);
    it.pack.agenda.forEach(function (words) {
      const line = document.createElement('li');
      line.textContent = words;
      one('[data-list="agenda"]').append(line);
    });
    it.people.forEach(function (state) { person(it, state); });
    it.items.forEach(item);
    it.motions.forEach(function (moved, at) { motion(it, moved, at); });
    return heads();
  };

  // The lines that say what stands in the form.
  const heads = function () {
    const it = drafts.get(current);
    say('when', whenOf(it.session));
    const who = [it.chair && nameOf(it, it.chair) + '主持', it.lecturer && nameOf(it, it.lecturer) + it.pack.lecturer_label];
    say('chair', who.filter(Boolean).join('，'));
    say('count', it.people.length > 0 ? counted(it) : '');
    every('select.word').forEach(function (word) {
      const state = it.people.find(function (one) { return 'word_' + one.id === word.name; });
      word.hidden = !hasWord(it, state);
    });
    const add = one('[data-do="motion"]');
    if (add) add.hidden = it.motions.length >= it.pack.motions_at_most;
  };

  const ended = function () {
    const it = drafts.get(current);
    show('ended');
    say('title', it.pack.title);
    say('under', it.pack.unit + '，' + whenOf(it.session) + '。' + zh(new Date(it.ended.replace(' ', 'T')).getTime()) + '记完');
    say('count', counted(it));
    say('text', it.items.map(function (one) { return [one.head, one.body].filter(Boolean).join('\n'); }).join('\n'));
    const voted = it.motions.filter(function (one) { return one.text.trim(); });
    say('votes', voted.length === 0 ? '没有' : voted.map(function (one) {
      return one.text + '：赞成' + (one.yes || 0) + '，不赞成' + (one.no || 0) + '，弃权' + (one.abstain || 0);
    }).join('\n'));
    say('until', until(rowOf(current)));
    refresh();
  };

  // ── What is typed ──
  const gather = function () {
    const it = drafts.get(current);
    if (!it || !one('[data-draft]')) return;
    ['on', 'from', 'to', 'place'].forEach(function (name) { it.session[name] = one('[name="' + name + '"]').value; });
    it.chair = one('[name="chair"]').value;
    it.lecturer = one('[name="lecturer"]').value;
    it.people.forEach(function (state) {
      const radio = one('[name="att_' + state.id + '"]:checked');
      state.state = radio ? radio.value : state.state;
      state.word = hasWord(it, state) ? one('[name="word_' + state.id + '"]').value : '';
    });
    every('[data-item]').forEach(function (area) { it.items[Number(area.dataset.item)].body = area.value; });
    every('[data-motion]').forEach(function (set) {
      const moved = it.motions[Number(set.dataset.motion)];
      every('[data-of]', set).forEach(function (field) { moved[field.dataset.of] = field.value; });
    });
  };

  let writing = Promise.resolve();
  const save = function () {
    clearTimeout(timer);
    const record = current;
    const it = drafts.get(record);
    const row = rowOf(record);
    if (!key || !it || !row) return writing;
    const by = key;
    writing = writing.then(async function () {
      const kept = await store.write(by, row, it);
      rows = rows.map(function (one) { return one.record === record ? kept : one; });
      if (current === record) say('saved', '已存在本机，' + stamp().slice(11));
    }).catch(function () { trouble('本机存不下了，请清出一些空间再写'); });
    return writing;
  };

  const changed = function () {
    touched = Date.now();
    if (!current || !one('[data-draft]')) return;
    gather();
    heads();
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  const end = async function () {
    gather();
    const it = drafts.get(current);
    const written = it.items.some(function (one) { return one.body.trim(); });
    if (!written) return trouble('会议记录还没有写：在“会议记录”里写讨论了什么、议定了什么');
    if (!it.chair) return trouble('还没有主持人：点上面的“改”选一位');
    it.ended = stamp();
    await save();
    ended();
    return contact();
  };

  // ── What is pressed ──
  const doing = {
    lock: function () { return start(); },
    list: function () { gather(); return save().then(function () { list(''); }); },
    forget: function (button) {
      if (!button.dataset.asked) {
        button.dataset.asked = '1';
        button.textContent = '没有口令打不开；再点一次，全部抹去';
        return undefined;
      }
      return store.wipe().then(function () { rows = []; return start(); });
    },
    erase: function (button) {
      if (!button.dataset.asked) {
        button.dataset.asked = '1';
        button.textContent = '写的会没有；再点一次，抹去这一份';
        return undefined;
      }
      clearTimeout(timer);
      const record = current;
      return writing.then(function () { return store.erase(record); }).then(function () {
        rows = rows.filter(function (row) { return row.record !== record; });
        drafts.delete(record);
        list('已从本机抹去一份。');
      });
    },
    everybody: function () { every('input[value="came1"]').forEach(function (radio) { radio.checked = true; }); changed(); },
    item: function () {
      const it = drafts.get(current);
      const numbers = '一二三四五六七八九十';
      if (it.items.length >= numbers.length) return trouble('最多记十项');
      gather();
      const head = numbers[it.items.filter(function (one) { return one.head; }).length] + '、其他事项';
      it.items.push({ head: head, body: '' });
      item(it.items[it.items.length - 1], it.items.length - 1);
      document.getElementById('offline-item-' + (it.items.length - 1)).focus();
      return changed();
    },
    motion: function () {
      const it = drafts.get(current);
      gather();
      it.motions.push({ text: '', engine: it.pack.engines[0][0], manner: it.pack.manners[0][0], yes: '', no: '', abstain: '', written: '' });
      motion(it, it.motions[it.motions.length - 1], it.motions.length - 1);
      document.getElementById('offline-motion-' + (it.motions.length - 1)).focus();
      changed();
    },
    end: function () { return end(); },
    part: function () { gather(); return save().then(function () { return upload('minute'); }); },
    upload: function () { return upload('close'); },
    retry: function () { return back(0); },
    reopen: function () {
      drafts.get(current).ended = '';
      return save().then(function () { draft(current); });
    },
  };

  view.addEventListener('click', function (event) {
    touched = Date.now();
    const opener = event.target.closest('[data-open]');
    const button = event.target.closest('button[data-do], a[data-do]');
    if (opener) {
      event.preventDefault();
      draft(opener.dataset.open);
    } else if (button && button.tagName !== 'FORM') {
      event.preventDefault();
      doing[button.dataset.do](button);
    }
  });
  view.addEventListener('submit', function (event) {
    event.preventDefault();
    // Enter in a field of a draft ends no meeting.
    if (event.target.dataset.do === 'unlock') unlock();
  });
  view.addEventListener('input', changed);
  view.addEventListener('change', changed);
  window.addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', function () { if (document.visibilityState === 'hidden') save(); else beat(); });

  // Back on the net: what waits goes up by itself while it lies open. The first word of a network is often too early.
  const back = async function (tries) {
    await contact();
    const row = current && rowOf(current);
    if (!server.reached && tries > 0) setTimeout(back, 2000, tries - 1);
    else if (row && row.ended && server.person === row.person) upload('close');
  };
  window.addEventListener('online', function () { back(5); });
  window.addEventListener('offline', function () { server = { reached: false, person: null }; refresh(); });

  // Time goes on while the page lies open, whatever the clock says; what is past it goes, and what is left alone locks.
  let lastBeat = performance.now();
  const beat = async function () {
    const passed = performance.now() - lastBeat;
    lastBeat = performance.now();
    const left = await store.copies(passed);
    const gone = rows.filter(function (row) { return !left.some(function (it) { return it.record === row.record; }); });
    if (gone.length > 0) {
      rows = rows.filter(function (row) { return gone.indexOf(row) < 0; });
      if (key) list('到时间的草稿已从本机抹去。'); else start();
    } else if (key && Date.now() - touched > IDLE) {
      await save();
      start();
    }
    if (!server.reached && rows.length > 0) back(0);
  };
  setInterval(beat, BEAT);

  const begin = async function () {
    if (!store || !store.can()) {
      show('none');
      return;
    }
    rows = await store.copies();
    await start();
    await contact();
  };
  begin();
})();
