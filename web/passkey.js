// Passkeys: asks the browser for a new one, or for one that is there, and sends its answer with the form. Loaded with
// `defer` where a page has such a button; what a browser without passkeys shows stands in the page.
//
//   data-passkey="create|get"   a button in a form: asks, puts the answer into the form and sends it; of the type `button`
//                               where the form has another button for what is typed
//   data-question="URL"         where the question comes from
//   data-field="_proof"         the name of the answer's field, if it is not `answer`; a field of that name gives way
//   hidden data-passkey-can     shown where the browser can do it
//   data-passkey-cannot         hidden where it can
//   hidden data-passkey-words   beside the button: what went wrong, and what to do
(function () {
  'use strict';

  const every = function (selector) { return Array.from(document.querySelectorAll(selector)); };

  const can = function () {
    return Boolean(window.isSecureContext && window.PublicKeyCredential && window.fetch && navigator.credentials
      && navigator.credentials.create && navigator.credentials.get);
  };

  // Bytes travel as base64 for URLs, without padding.
  const bytes = function (text) {
    const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  };
  const text = function (buffer) {
    if (!buffer) return null;
    const plain = Array.from(new Uint8Array(buffer), function (byte) { return String.fromCharCode(byte); }).join('');
    return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  };

  const asked = function (options) {
    const named = function (one) { return Object.assign({}, one, { id: bytes(one.id) }); };
    const plain = Object.assign({}, options, { challenge: bytes(options.challenge) });
    if (options.user) plain.user = named(options.user);
    if (options.excludeCredentials) plain.excludeCredentials = options.excludeCredentials.map(named);
    if (options.allowCredentials) plain.allowCredentials = options.allowCredentials.map(named);
    return { publicKey: plain };
  };

  const answered = function (credential) {
    const from = credential.response;
    const response = { clientDataJSON: text(from.clientDataJSON) };
    if (from.attestationObject) {
      response.attestationObject = text(from.attestationObject);
      response.transports = from.getTransports ? from.getTransports() : [];
    } else {
      response.authenticatorData = text(from.authenticatorData);
      response.signature = text(from.signature);
      response.userHandle = text(from.userHandle);
    }
    return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: response };
  };

  const words = function (error, isNew) {
    switch (error.name) {
      case 'NotAllowedError':
        return isNew ? '没有登记成：您取消了，或者等得太久。要登记，请再点一次'
          : '没有完成：您取消了，或者等得太久，或者这台设备里没有您的通行密钥。请再点一次，或者用别的办法';
      case 'InvalidStateError':
        return isNew ? '这台设备里已经有您的通行密钥了，不用再登记' : '这把通行密钥现在用不了，请换一把，或者用别的办法';
      case 'NotSupportedError':
      case 'ConstraintError':
        return '这台设备做不了：它要能验指纹、面容或锁屏密码。请先在设备上设好锁屏密码，或者换一台设备';
      case 'SecurityError':
        return '浏览器说这个网址不能用通行密钥。请用管理员给的网址打开';
      case 'Gone':
        return error.message;
      default:
        return '浏览器没有做成。请再点一次；还不行的，换一个浏览器，或者用别的办法';
    }
  };
  const gone = function (message) { return Object.assign(new Error(message), { name: 'Gone' }); };

  const question = function (url) {
    return fetch(url, { redirect: 'manual', credentials: 'same-origin' })
      .catch(function () { throw gone('连不上系统。请看看网络，再点一次'); })
      .then(function (reply) {
        if (reply.ok) return reply.json();
        if (reply.status === 429) throw gone('点得太快了，请等一分钟再点');
        throw gone('这一页放得太久了。请刷新这一页，再点一次');
      });
  };

  const send = function (form, name, value) {
    every('[name="' + name + '"]').forEach(function (field) { if (field.form === form) field.disabled = true; });
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = name;
    field.value = value;
    form.append(field);
    form.submit();
  };

  const run = function (button) {
    const form = button.closest('form');
    const line = button.parentElement.querySelector('[data-passkey-words]') || form.querySelector('[data-passkey-words]');
    const isNew = button.dataset.passkey === 'create';
    line.hidden = true;
    button.disabled = true;
    question(button.dataset.question)
      .then(function (it) {
        const options = asked(it.publicKey);
        const ask = isNew ? navigator.credentials.create(options) : navigator.credentials.get(options);
        return ask.then(function (credential) {
          const answer = JSON.stringify({ state: it.state, credential: answered(credential) });
          send(form, button.dataset.field || 'answer', answer);
        });
      })
      .catch(function (error) {
        line.textContent = words(error, isNew);
        line.hidden = false;
        button.disabled = false;
      });
  };

  document.addEventListener('click', function (event) {
    const button = event.target.closest('[data-passkey]');
    if (button && button.type === 'button') run(button);
  });
  // Where the form is for nothing else: also by the key Enter.
  document.addEventListener('submit', function (event) {
    const button = event.target.querySelector('[data-passkey]');
    if (!button || button.type !== 'submit') return;
    event.preventDefault();
    if (!button.disabled) run(button);
  });
  // A page that comes back out of the browser's memory has been answered already.
  window.addEventListener('pageshow', function (event) { if (event.persisted) window.location.reload(); });

  if (can()) {
    every('[data-passkey-can]').forEach(function (element) { element.hidden = false; });
    every('[data-passkey-cannot]').forEach(function (element) { element.hidden = true; });
  }
})();
