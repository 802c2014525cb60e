// Keeps what is being typed, for its author alone: the fields of a form go to the server a moment after typing
// stops, and when the page is left. Loaded with `defer` for people who are signed in; a form without the hidden
// field `_form` is not kept. Without scripts the server keeps what is sent and not done.
(function () {
  'use strict';

  const PAUSE = 2000;   // typing has stopped
  const APART = 10000;  // between two saves
  let waiting = null;   // the form with something to save
  let since = 0;        // when its first unsaved change was made
  let savedAt = 0;
  let timer = 0;
  let going = null;     // a form that takes the page away once the other is saved

  const kept = function (element) {
    const form = element && element.closest && element.closest('form');
    return form && form.method === 'post' && form.querySelector('input[name=_form]') ? form : null;
  };

  const fields = function (form) {
    const body = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      const secret = form.querySelector('input[type=password][name="' + CSS.escape(name) + '"]');
      if (typeof value === 'string' && !secret) body.append(name, value);
    });
    const above = Array.from(document.querySelectorAll('nav.path a'));
    body.append('_action', form.getAttribute('action'));
    body.append('_title', document.title.replace(/ · 贯通$/, ''));
    body.append('_place', above.map(function (link) { return link.textContent; }).join(' › '));
    return body;
  };

  // One quiet line at the end of the form.
  const say = function (form, words, isTrouble) {
    let line = form.querySelector('.kept-words');
    if (!line) {
      line = document.createElement('p');
      line.className = 'kept-words small soft no-print';
      form.append(line);
    }
    if (isTrouble) line.setAttribute('role', 'alert'); else line.removeAttribute('role');
    line.textContent = words;
  };

  const save = function (isLeaving) {
    clearTimeout(timer);
    const form = waiting;
    if (!form) return Promise.resolve();
    waiting = null;
    savedAt = Date.now();
    const again = function () { if (!waiting) { waiting = form; since = Date.now(); } };
    return fetch('/me/forms', { method: 'POST', body: fields(form), keepalive: isLeaving, redirect: 'manual' })
      .then(function (answer) {
        if (answer.ok) return answer.json().then(function (it) { if (it.said) say(form, it.said, false); });
        again();
        if (answer.status === 401) say(form, '登录已过期。请在另一个窗口里登录，再回到这里接着填', true);
        return undefined;
      })
      .catch(again);
  };

  const changed = function (event) {
    const form = kept(event.target);
    if (!form) return;
    const now = Date.now();
    if (waiting && waiting !== form) save(false);
    if (!waiting) since = now;
    waiting = form;
    clearTimeout(timer);
    // Who does not stop typing is saved nevertheless.
    const apart = savedAt + APART - now;
    timer = setTimeout(save, Math.max(apart, Math.min(PAUSE, since + APART - now), 0), false);
  };

  document.addEventListener('input', changed);
  document.addEventListener('change', changed);
  // What is sent is the server's from here on: it keeps the form if it is not done. Another form of the page takes the
  // page away: what is typed here is saved first.
  document.addEventListener('submit', function (event) {
    if (event.defaultPrevented || !waiting || going === event.target) return;
    if (waiting === event.target) {
      waiting = null;
      clearTimeout(timer);
      return;
    }
    const form = event.target;
    const button = event.submitter;
    event.preventDefault();
    save(false).then(function () {
      going = form;
      form.requestSubmit(button);
    });
  });
  window.addEventListener('pagehide', function () { save(true); });
  document.addEventListener('visibilitychange', function () {
    if (document.visibilityState === 'hidden') save(true);
  });
})();
