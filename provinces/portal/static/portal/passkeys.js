// Makes and shows passkeys. A form says with data-passkey what it wants ("create" or "get"), and
// with data-options, or the address in data-ask, how; its field "credential" takes what comes back.

const toBytes = text => {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(padded), one => one.charCodeAt(0));
};
const toText = bytes => {
  const raw = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const listed = credentials =>
  (credentials || []).map(one => ({ ...one, id: toBytes(one.id) }));

function prepared({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: toBytes(options.user.id) };
  options.excludeCredentials = listed(options.excludeCredentials);
  options.allowCredentials = listed(options.allowCredentials);
  return { publicKey: options };
}

function told(credential) {
  const response = {};
  for (const part of
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).request_options;
}

async function use(form) {
  const options = prepared(await optionsOf(form));
  const isNew = form.dataset.passkey === "create";
  const credential = await (isNew
    ? navigator.credentials.create(options)
    : navigator.credentials.get(options));
  form.elements.credential.value = JSON.stringify(told(credential));
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const failed = form.querySelector("[data-failed]");
  form.addEventListener("submit", event => {
    event.preventDefault();
    failed.hidden = true;
    use(form).catch(() => {
      failed.hidden = false;
      failed.focus();
    });
  });
}
