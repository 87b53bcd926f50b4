// What the identity sidecar adds to a call: an ID token of its service for the callee, from Google's metadata server.
// njs, run by nginx: provide() answers an auth_request, forget() looks at what the callee answered.
// https://cloud.google.com/run/docs/securing/service-identity#identity_tokens

const earlySeconds = 300; // a token is renewed so long before its end
const pauseSeconds = 30; // the metadata server may give the same token again: not asked more often than this
const lockMs = 6000; // longer than two tries take
const failureMs = 1000; // so long a failure is remembered, or each request would wait for a dead server
const waitMs = 20;
const forgetMs = 10000;

async function provide(r) {
  try {
    r.variables.identity_token = await tokenFor(
      r.variables.identity_audience,
      r.variables.identity_metadata,
    );
    r.return(204);
  } catch (error) {
    r.error(`no ID token for ${r.variables.identity_audience}: ${error.message}`);
    r.return(503);
  }
}

/** A token that the callee refuses is not used again; without a right to call, the next one would be refused as well. */
function forget(r) {
  if (r.status !== 401 && r.status !== 403) return;
  const audience = r.variables.identity_audience;
  // what the application itself refuses looks the same, so this must stay rare
  if (ngx.shared.identity.add(`forgotten ${audience}`, '1', forgetMs)) {
    ngx.shared.identity.delete(`token ${audience}`);
  }
}

async function tokenFor(audience, host) {
  const cached = read(audience);
  if (cached && now() < cached.renew) return cached.token;
  const usable = cached && now() < cached.end;
  const store = ngx.shared.identity;
  if (store.has(`failed ${audience}`))
    return fallback(usable, cached, 'the metadata server failed just now');
  if (!store.add(`lock ${audience}`, '1', lockMs)) {
    // somebody else is asking
    return usable ? cached.token : waitFor(audience);
  }
  try {
    return keep(audience, await ask(audience, host));
  } catch (error) {
    store.set(`failed ${audience}`, '1', failureMs);
    return fallback(usable, cached, error.message);
  } finally {
    store.delete(`lock ${audience}`);
  }
}

function fallback(usable, cached, reason) {
  if (usable) return cached.token;
  throw new Error(reason);
}

async function waitFor(audience) {
  for (let waited = 0; waited < lockMs; waited += waitMs) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const found = read(audience);
    if (found && now() < found.end) return found.token;
    if (ngx.shared.identity.has(`failed ${audience}`)) break;
  }
  throw new Error('the metadata server gave none while others waited');
}

/** Asks twice at most; each try is bounded by js_fetch_timeout. */
async function ask(audience, host) {
  try {
    return await askOnce(audience, host);
  } catch (error) {
    return askOnce(audience, host);
  }
}

async function askOnce(audience, host) {
  const path = '/computeMetadata/v1/instance/service-accounts/default/identity';
  const query = `audience=${encodeURIComponent(audience)}&format=full`;
  const answer = await ngx.fetch(`http://${host}${path}?${query}`, {
    headers: { 'Metadata-Flavor': 'Google' },
  });
  const text = (await answer.text()).trim();
  if (answer.status !== 200) throw new Error(`the metadata server answered ${answer.status}`);
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) throw new Error('the metadata server gave no token');
  return text;
}

function keep(audience, token) {
  const end = endOf(token);
  const left = end - now();
  if (!(left > 0)) throw new Error('the metadata server gave a token that has ended');
  const early = Math.min(earlySeconds, left / 4);
  const renew = Math.max(end - early, now() + Math.min(pauseSeconds, left / 2));
  ngx.shared.identity.set(`token ${audience}`, JSON.stringify({ token, end, renew }), left * 1000);
  return token;
}

/** The second at which a token ends, by its own word. */
function endOf(token) {
  // njs knows no destructuring
  const claims = token.split('.')[1];
  return Number(JSON.parse(Buffer.from(claims, 'base64url').toString()).exp);
}

function read(audience) {
  const text = ngx.shared.identity.get(`token ${audience}`);
  return text === undefined ? undefined : JSON.parse(text);
}

function now() {
  return Date.now() / 1000;
}

export default { provide, forget };
