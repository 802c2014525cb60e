// Small helps on top of pages that work without any script. Loaded with `defer`; needs no inline script,
// no eval and no style attribute, so a strict Content-Security-Policy holds. What each attribute means:
//
//   hidden data-js                     shown only where scripts run (put it on buttons that only a script can serve)
//   data-everyone="VALUE"              a button: checks every radio with this value in its form, but those within data-away
//   data-came                          a figure: how many persons of its form are marked as having come
//   data-counts                        an input: counts for the quorum while it is checked
//   data-quorum data-needed="14"       shows the count live; inside: data-now (the figure), data-met, data-unmet (texts)
//   data-when="FIELD=VALUE|VALUE"      shown only while that field of the form has one of these values
//   data-reveals="FIELD_ID"            a checkbox: shows what is typed in a password field
//   data-busy="正在导入…"               a submit button: its words when the answer takes longer than a second
//   data-print                         a button: prints the page
//   data-copy="FIELD_ID"                a button: copies what stands in that field
//   data-again="60"                    the page is asked for again after so many seconds: what it shows is soon over
//   data-find                          a long select: narrowed by what is typed above it, part of a name or first letters
//   data-go                            a link or a form: followed at once, without a place in the history
(function () {
  'use strict';

  const every = function (selector, root) {
    return Array.from((root || document).querySelectorAll(selector));
  };

  // Moves the reading position to what changed: the problem if there is one, else the heading.
  const read = function (element) {
    if (!element) return;
    if (!element.hasAttribute('tabindex')) element.setAttribute('tabindex', '-1');
    element.focus();
  };
  const problem = function () {
    const box = document.getElementById('problem');
    return box && !box.hidden && box.textContent.trim() ? box : null;
  };

  // Values of a field by its name within the form of `element`; several for checkboxes.
  const values = function (element, name) {
    const form = element.closest('form');
    const given = function (field) {
      return field.name === name && (field.checked || (field.type !== 'radio' && field.type !== 'checkbox'));
    };
    return every('[name]', form).filter(given).map(function (field) { return field.value; });
  };

  const count = function (box) {
    const now = every('[data-counts]', box.closest('form')).filter(function (one) { return one.checked; }).length;
    const met = now >= Number(box.dataset.needed);
    // A live region speaks on every change of its text, so nothing is written that stands there already.
    every('[data-now]', box).forEach(function (figure) {
      if (figure.textContent !== String(now)) figure.textContent = String(now);
    });
    every('[data-met]', box).forEach(function (words) { words.hidden = !met; });
    every('[data-unmet]', box).forEach(function (words) { words.hidden = met; });
  };

  const came = function (figure) {
    const here = every('input[name^="att_"]:checked', figure.closest('form'));
    const now = String(here.filter(function (one) { return one.value.indexOf('came') === 0; }).length);
    if (figure.textContent !== now) figure.textContent = now;
  };

  const refresh = function () {
    every('[data-quorum]').forEach(count);
    every('[data-came]').forEach(came);
    every('[data-when]').forEach(function (element) {
      const at = element.dataset.when.indexOf('=');
      const wanted = element.dataset.when.slice(at + 1).split('|');
      const found = values(element, element.dataset.when.slice(0, at));
      element.hidden = !found.some(function (value) { return wanted.indexOf(value) >= 0; });
    });
  };

  const wake = function (root) {
    every('[data-js]', root).forEach(function (element) { element.hidden = false; });
    refresh();
  };

  document.addEventListener('change', function (event) {
    const field = event.target;
    if (field.dataset.reveals) {
      const secret = document.getElementById(field.dataset.reveals);
      if (secret) secret.type = field.checked ? 'text' : 'password';
    }
    refresh();
  });

  document.addEventListener('click', function (event) {
    const button = event.target.closest('[data-everyone], [data-print], [data-copy]');
    if (!button) return undefined;
    if (button.hasAttribute('data-print')) return window.print();
    if (button.dataset.copy) return copy(button);
    const form = button.closest('form');
    every('input[type=radio]', form).forEach(function (radio) {
      if (radio.value === button.dataset.everyone && !radio.disabled && !radio.closest('[data-away]')) radio.checked = true;
    });
    // One event for the whole form: the page counts again, and a draft that listens is saved once.
    form.dispatchEvent(new Event('change', { bubbles: true }));
  });

  // Without the clipboard (plain http) the field is selected, to be copied by hand.
  const copy = function (button) {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    const done = function () { button.textContent = '已复制'; };
    const byHand = function () { button.textContent = '已选中，请按Ctrl+C'; };
    if (!navigator.clipboard) return byHand();
    return navigator.clipboard.writeText(field.value).then(done, byHand);
  };

  document.addEventListener('submit', function (event) {
    const button = event.submitter || event.target.querySelector('[data-busy]');
    if (!button || !button.dataset || !button.dataset.busy) return;
    const words = button.textContent;
    const timer = setTimeout(function () { button.textContent = button.dataset.busy; }, 1000);
    const back = function () { clearTimeout(timer); button.textContent = words; };
    window.addEventListener('pageshow', back, { once: true });
  });

  // What is chosen stays in the list, so that nothing is chosen by typing alone but the only one that is left.
  const narrow = function (select) {
    const all = Array.from(select.options);
    const box = document.createElement('input');
    const label = document.querySelector('label[for="' + select.id + '"]');
    box.type = 'search';
    box.autocomplete = 'off';
    box.placeholder = '输名称或拼音首字母，缩短列表';
    box.setAttribute('aria-label', '缩短列表：' + (label ? label.textContent : ''));
    const holds = function (option, words) {
      return option.text.indexOf(words) >= 0 || (option.dataset.letters || '').indexOf(words.toLowerCase()) >= 0;
    };
    box.addEventListener('input', function () {
      const words = box.value.trim();
      const chosen = select.selectedOptions[0];
      const found = all.filter(function (one) { return one.value && (!words || holds(one, words)); });
      select.replaceChildren.apply(select, all.filter(function (one) {
        return !one.value || one === chosen || found.indexOf(one) >= 0;
      }));
      select.value = words && found.length === 1 ? found[0].value : chosen.value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    box.addEventListener('keydown', function (event) {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      select.focus();
    });
    select.before(box);
  };
  every('select[data-find]').forEach(narrow);

  every('[data-again]').slice(0, 1).forEach(function (page) {
    setTimeout(function () { window.location.reload(); }, Number(page.dataset.again) * 1000);
  });

  every('[data-go]').slice(0, 1).forEach(function (next) {
    if (next.href) return window.location.replace(next.href);
    return next.requestSubmit();
  });

  wake(document);
  read(problem());
})();
