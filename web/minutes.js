// Minutes: what is pasted from Word or WPS comes in as plain paragraphs with its numbering, and who spoke is put in the order
// in which the names were touched. Loaded with `defer` where a page has such fields; without it the browser pastes plain
// text, and names keep the order of the roll.
//
//   data-paste        a textarea: formatted text that is pasted into it becomes paragraphs
//   data-speakers     around lists of names with boxes: a touched name joins the list above, with room for its words
(function () {
  'use strict';

  // ── Formatted text into paragraphs ──

  const HIDDEN = ['STYLE', 'SCRIPT', 'HEAD', 'TITLE', 'META', 'LINK', 'XML', 'O:P', 'V:SHAPE', 'V:SHAPETYPE', 'DEL', 'TEMPLATE', 'NOSCRIPT'];
  const BLOCKS = ['P', 'DIV', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'LI', 'TR', 'TABLE', 'UL', 'OL', 'BLOCKQUOTE', 'BODY', 'SECTION', 'ARTICLE'];
  const HAN = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/;

  // Looks are only read, never applied: under their own name no policy has anything against them.
  const inert = function (html) {
    return html.replace(/<style[\s\S]*?<\/style\s*>/gi, '').replace(/(<[^<>]*?)\sstyle\s*=/gi, '$1 data-look=');
  };
  const styleOf = function (element) { return (element.getAttribute('data-look') || '').toLowerCase().replace(/\s/g, ''); };
  const isHidden = function (element) {
    const style = styleOf(element);
    // Of Word's notes in the margin, and of what it hides, nothing comes along.
    return HIDDEN.indexOf(element.tagName) >= 0 || style.indexOf('display:none') >= 0 || style.indexOf('mso-hide:all') >= 0
      || style.indexOf('mso-element:comment') >= 0 || style.indexOf('mso-element:annotation') >= 0 || element.className === 'MsoCommentReference';
  };

  // Word breaks the lines of its source anywhere: between two Han signs that is nothing, else a space.
  const joined = function (text) {
    return text.replace(/[ \t\r\n\u00a0]+/g, function (gap, at) {
      const before = text.charAt(at - 1);
      const after = text.charAt(at + gap.length);
      const isSoft = gap.indexOf('\n') >= 0 || gap.indexOf('\r') >= 0;
      return isSoft && HAN.test(before) && HAN.test(after) ? '' : ' ';
    });
  };

  const written = function (number, type) {
    if (type === 'a' || type === 'A') return String.fromCharCode(type.charCodeAt(0) + (number - 1) % 26);
    return String(number);
  };

  // What the browser shows before an item of a list; a document of Word has it as text.
  const numberOf = function (item) {
    const list = item.parentElement;
    if (!list || list.tagName !== 'OL') return '';
    const items = Array.from(list.children).filter(function (one) { return one.tagName === 'LI'; });
    const start = Number(list.getAttribute('start')) || 1;
    const value = Number(item.getAttribute('value')) || start + items.indexOf(item);
    return written(value, list.getAttribute('type') || '1') + '. ';
  };

  const paragraphs = function (html) {
    const page = new DOMParser().parseFromString(inert(html), 'text/html');
    const lines = [];
    let line = '';
    const end = function () {
      const words = joined(line).trim();
      if (words) lines.push(words);
      line = '';
    };
    const walk = function (node) {
      if (node.nodeType === Node.TEXT_NODE) { line += node.data; return; }
      if (node.nodeType !== Node.ELEMENT_NODE || isHidden(node)) return;
      if (node.tagName === 'BR') { end(); return; }
      // The number that Word has worked out, and the gap behind it.
      if (styleOf(node).indexOf('mso-list:ignore') >= 0) {
        const number = node.textContent.replace(/[\s\u00a0]+/g, '');
        line += /^[\u00b7\u2022\u25cf\u25aa\uf000-\uf0ff]$|^[nlu§]$/.test(number) ? '' : number + (/[0-9A-Za-z.]$/.test(number) ? ' ' : '');
        return;
      }
      const isBlock = BLOCKS.indexOf(node.tagName) >= 0;
      if (isBlock) end();
      if (node.tagName === 'LI') line += numberOf(node);
      if ((node.tagName === 'TD' || node.tagName === 'TH') && node.previousElementSibling) line += '\u3000';
      // Paragraphs within a cell stay in its row.
      if (node.tagName === 'TD' || node.tagName === 'TH') line += joined(node.textContent).trim();
      else Array.from(node.childNodes).forEach(walk);
      if (isBlock) end();
    };
    walk(page.body);
    end();
    return lines;
  };

  const isFormatted = function (html) {
    return /class=["']?Mso|mso-|urn:schemas-microsoft-com|ProgId|<(ol|ul|table|p|h[1-6])[\s>]/i.test(html);
  };

  const put = function (field, text) {
    // This one can be taken back with Ctrl+Z.
    if (document.execCommand && document.execCommand('insertText', false, text)) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };

  document.addEventListener('paste', function (event) {
    const field = event.target;
    if (!field.hasAttribute || !field.hasAttribute('data-paste') || !event.clipboardData) return;
    const html = event.clipboardData.getData('text/html');
    if (!html || !isFormatted(html)) return;
    const lines = paragraphs(html);
    if (lines.length === 0) return;
    event.preventDefault();
    field.focus();
    put(field, lines.join('\n'));
  });

  // ── Who spoke, in the order of touching ──

  const count = function (part) {
    const spoke = part.querySelectorAll('.spoke input:checked').length;
    part.querySelector('[data-count]').textContent = spoke ? spoke + '人' : '';
  };

  const join = function (part, label) {
    const box = label.querySelector('input');
    const list = part.querySelector('.spoke');
    const name = label.textContent.trim();
    const item = document.createElement('li');
    const words = document.createElement('textarea');
    words.name = 'said_' + list.dataset.item + '_' + box.value;
    words.rows = 2;
    words.placeholder = '说了什么，可以不写';
    words.setAttribute('aria-label', name + '说了什么');
    label.className = 'check';
    item.append(label, words);
    list.append(item);
  };

  const leave = function (part, item) {
    const label = item.querySelector('label');
    // What was written stays until the page is left: a slip of the finger costs nothing.
    if (item.querySelector('textarea').value.trim()) return;
    label.className = '';
    part.querySelector('.chips').append(label);
    item.remove();
  };

  document.addEventListener('change', function (event) {
    const box = event.target;
    const part = box.type === 'checkbox' && box.closest('[data-speakers] details');
    if (!part) return;
    const label = box.closest('label');
    if (box.checked && label.closest('.chips')) join(part, label);
    else if (!box.checked && label.closest('.spoke')) leave(part, label.closest('li'));
    box.focus();
    count(part);
  });
})();
