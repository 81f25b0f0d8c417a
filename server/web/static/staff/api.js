// Talking to the server. A press has one key: sent twice, it counts once.

const PATIENCE_MS = 8000;

/** The server could not be reached, so nothing is known to have happened. */
export class Unreachable extends Error {}

/** The server answered no; `code` is stable, the message is for people. */
export class Refusal extends Error {
  constructor(status, error) {
    super(error.message ?? "もう一度お試しください。");
    this.status = status;
    this.code = error.code ?? "unknown";
    this.fields = error.fields ?? [];
  }
}

/** randomUUID exists on https and localhost only; an office LAN may have neither. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function request(path, options) {
  let answer;
  try {
    answer = await fetch(path, {
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...options,
    });
  } catch (cause) {
    throw new Unreachable("サーバーにつながりません。", { cause });
  }
  if (answer.status === 204) return null;
  const body = await answer.json().catch(() => null);
  if (answer.ok && body !== null) return body;
  if (answer.ok) throw new Unreachable("サーバーの返事が途中で切れました。");
  if (answer.status >= 502) throw new Unreachable("サーバーが応答していません。");
  throw new Refusal(answer.status, body?.error ?? {});
}

export const get = (path) => request(path, { method: "GET" });

export const post = (path, body = {}) =>
  request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": newKey() },
    body: JSON.stringify(body),
  });
