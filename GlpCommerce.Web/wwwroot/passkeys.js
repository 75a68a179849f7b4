// Speaks to the browser's own passkeys. A form carries what the shop asks, in base64url, and takes the device's answer along.
const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
const listed = credentials => (credentials ?? []).map(credential => ({ ...credential, id: bytes(credential.id) }));
const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];

const ask = (asked, more) => {
  const publicKey = { ...asked, challenge: bytes(asked.challenge) };
  if (!asked.user) return navigator.credentials.get({ publicKey: { ...publicKey, allowCredentials: listed(asked.allowCredentials) }, ...more });
  return navigator.credentials.create({
    publicKey: { ...publicKey, user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: listed(asked.excludeCredentials) },
  });
};

const written = credential => {
  const response = Object.fromEntries(parts.filter(part => credential.response[part]).map(part => [part, text(credential.response[part])]));
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: credential.getClientExtensionResults(), response,
  });
};

// One question at a time: the list under the e-mail field ends when the button is pressed.
let waiting;
const started = new WeakSet();

const send = async (form, more) => {
  waiting?.abort();
  waiting = new AbortController();
  const credential = await ask(JSON.parse(form.dataset.passkey), { ...more, signal: waiting.signal });
  form.elements.credential.value = written(credential);
  form.submit();
};

const press = form => async () => {
  const failed = form.querySelector('[data-failed]');
  failed.hidden = true;
  try {
    await send(form);
  } catch {
    failed.hidden = false;
  }
};

export const start = async form => {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  const none = form.parentElement.querySelector('[data-none]');
  if (none) none.hidden = true;
  if (!started.has(form)) form.querySelector('button').addEventListener('click', press(form));
  started.add(form);
  const isNew = !!JSON.parse(form.dataset.passkey).user;
  if (isNew || !await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
  // Whoever has none is never asked, and whoever looks away is not told of it.
  send(form, { mediation: 'conditional' }).catch(() => {});
};
