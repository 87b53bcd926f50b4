// What the identity sidecar adds to a call: an ID token of its service for the callee, from Google's metadata server.
// njs, run by nginx: provide() answers an auth_request, forget() looks at what the callee answered.
// https://cloud.google.com/run/docs/securing/service-identity#identity_tokens

const earlySeconds = 300; // a token is renewed so long before its end
const pauseSeconds = 30; // the metadata server may give the same token again: not asked more often than this
const marginSeconds = 10; // a token must still hold when it reaches the callee
const quickMs = 1000; // only a failure that came this fast is followed by a second try
const lockMs = 6000; // longer than two tries take
const failureMs = 2000; // so long a failure is remembered, or each request would wait for a dead server
const patientMs = 15000; // and so long while the old token still holds
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

/**
 * After a refusal the next call fetches a new token. What the callee's own rules refuse looks the same, so this is rare,
 * and the old token stays for the case that the metadata server fails.
 */
function forget(r) {
  if (r.status !== 401 && r.status !== 403) return;
  const audience = r.variables.identity_audience;
  const cached = read(audience);
  if (cached && ngx.shared.identity.add(`forgotten ${audience}`, '1', forgetMs)) {
    write(audience, { token: cached.token, end: cached.end, renew: 0 });
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
    // whoever held the lock before may just be done
    const found = read(audience);
    if (found && now() < found.renew) return found.token;
    return keep(audience, await ask(audience, host));
  } catch (error) {
    store.set(`failed ${audience}`, '1', usable ? patience(cached) : failureMs);
    if (usable) {
      ngx.log(
        ngx.WARN,
        `no new ID token for ${audience}, the old one still holds: ${error.message}`,
      );
    }
    return fallback(usable, cached, error.message);
  } finally {
    store.delete(`lock ${audience}`);
  }
}

/** Milliseconds without a further try: never past the end of the token that makes waiting possible. */
function patience(cached) {
  return Math.max(failureMs, Math.min(patientMs, Math.floor((cached.end - now()) * 500)));
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

/** Asks twice at most, and once where it took long; each try is bounded by js_fetch_timeout. */
async function ask(audience, host) {
  const start = Date.now();
  try {
    return await askOnce(audience, host);
  } catch (error) {
    if (Date.now() - start > quickMs) throw error;
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
  const kept = plan(token, now());
  write(audience, kept);
  return kept.token;
}

/** When a token that came at this second is renewed, and until when it is used at the latest. */
function plan(token, start) {
  const left = endOf(token) - start;
  if (!(left > 0)) throw new Error('the metadata server gave a token that has ended');
  const early = Math.min(earlySeconds, left / 4);
  return {
    token,
    renew: start + Math.max(left - early, Math.min(pauseSeconds, left / 2)),
    end: start + left - Math.min(marginSeconds, left / 10),
  };
}

/** The second at which a token ends, by its own word. */
function endOf(token) {
  // njs knows no destructuring
  const claims = token.split('.')[1];
  try {
    return Number(JSON.parse(Buffer.from(claims, 'base64url').toString()).exp);
  } catch (error) {
    throw new Error('the metadata server gave no token');
  }
}

function read(audience) {
  const text = ngx.shared.identity.get(`token ${audience}`);
  return text === undefined ? undefined : JSON.parse(text);
}

function write(audience, kept) {
  const left = Math.ceil((kept.end - now()) * 1000);
  if (left > 0) ngx.shared.identity.set(`token ${audience}`, JSON.stringify(kept), left);
}

function now() {
  return Date.now() / 1000;
}

export default { provide, forget, plan };
