// The year plan: a thing is dragged to a day of the small calendars, or moved there with the arrow keys. Loaded with `defer`
// where a page has a plan; each thing carries its own form, and without scripts its day is changed on a page of its own.
//
//   data-plan                 what belongs together
//   data-moves="TITLE"        the form of a thing; its field `on` says the day, sending it moves the thing
//   hidden data-js data-move  the button in it: arrow keys choose a day, Enter puts it down, Escape leaves it where it was
//   data-on="2027-03-12"      a day on which things can be put down
//   data-plan-says            a live region: what happens
(function () {
  'use strict';

  const plan = document.querySelector('[data-plan]');
  if (!plan) return;
  const every = function (selector) { return Array.from(plan.querySelectorAll(selector)); };
  const says = plan.querySelector('[data-plan-says]');
  const cells = every('[data-on]');
  let moving = null;   // { form, button, at }: moved with the keys
  let dragged = null;  // the form of what is dragged

  const mark = function (cell) {
    cells.forEach(function (one) { one.classList.toggle('target', one === cell); });
  };
  const words = function (cell) { return cell.title; };
  const say = function (text) { says.textContent = text; };

  const putDown = function (form, cell) {
    const field = form.elements.namedItem('on');
    if (field.value === cell.dataset.on && form.action.indexOf('/day') > 0) return mark(null);
    field.value = cell.dataset.on;
    return form.requestSubmit();
  };

  // With the keys.
  const stop = function (text) {
    if (!moving) return;
    moving.button.setAttribute('aria-pressed', 'false');
    moving = null;
    mark(null);
    if (text) say(text);
  };
  const go = function (days) {
    const next = moving.at + days;
    if (next < 0 || next >= cells.length) return;
    moving.at = next;
    mark(cells[next]);
    cells[next].scrollIntoView({ block: 'nearest' });
    say(words(cells[next]));
  };
  const begin = function (button) {
    const form = button.closest('form');
    const on = form.elements.namedItem('on').value;
    const at = cells.findIndex(function (cell) { return cell.dataset.on === on; });
    stop('');
    moving = { form: form, button: button, at: Math.max(at, 0) };
    button.setAttribute('aria-pressed', 'true');
    mark(cells[moving.at]);
    say('移动' + form.dataset.moves + '：方向键选日子，回车放下，Esc不移');
  };
  const DAYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

  plan.addEventListener('click', function (event) {
    const button = event.target.closest('[data-move]');
    if (!button) return;
    if (moving && moving.button === button) putDown(moving.form, cells[moving.at]); else begin(button);
  });
  plan.addEventListener('keydown', function (event) {
    if (!moving || event.target !== moving.button) return;
    if (DAYS[event.key]) go(DAYS[event.key]);
    else if (event.key === 'Escape') stop('没有移动');
    else return;
    event.preventDefault();
  });
  plan.addEventListener('focusout', function (event) {
    if (moving && event.target === moving.button) stop('没有移动');
  });

  // With the mouse.
  every('[data-moves]').forEach(function (form) {
    if (!form.querySelector('[data-move]')) return;
    const line = form.closest('li');
    line.draggable = true;
    line.classList.add('draggable');
    line.addEventListener('dragstart', function (event) {
      dragged = form;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', form.dataset.moves);
      line.classList.add('dragged');
    });
    line.addEventListener('dragend', function () {
      dragged = null;
      line.classList.remove('dragged');
      mark(null);
    });
  });
  cells.forEach(function (cell) {
    cell.addEventListener('dragover', function (event) {
      if (!dragged) return;
      event.preventDefault();
      mark(cell);
    });
    cell.addEventListener('drop', function (event) {
      if (!dragged) return;
      event.preventDefault();
      say(dragged.dataset.moves + '移到' + words(cell));
      putDown(dragged, cell);
    });
  });
})();
