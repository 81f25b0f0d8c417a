// The server's JSON API. A refusal is an ApiError with the server's stable code, in the page's language.
import { refusalText } from "./refusals.js";

const BASE = "/api/v1";

export class ApiError extends Error {
  constructor(status, error, body = {}) {
    super(refusalText(error, body));
    this.status = status;
    this.code = error.code;
    this.fields = error.fields ?? [];
    this.body = body;
  }
}

// http:// on a local network is no secure context, so randomUUID may be missing.
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

async function parsed(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw new ApiError(response.status, body.error ?? { code: "other" }, body);
}

// Staff who try a draft are told what it would do; nothing they send stays.
const { trial } = document.body?.dataset ?? {};
const TRIAL = trial ? { "Madoguchi-Trial": trial } : {};

export async function get(path) {
  return parsed(await fetch(BASE + path, { headers: { Accept: "application/json", ...TRIAL } }));
}

function send(path, body, key) {
  return fetch(BASE + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key, ...TRIAL },
    body: JSON.stringify(body),
  });
}

// The same key with the same body is done once, however often it is sent.
export async function post(path, body, key = newKey()) {
  return parsed(await send(path, body, key));
}

export async function postForFile(path, body) {
  const response = await send(path, body, newKey());
  return response.ok ? response.blob() : parsed(response);
}

/** Send what takes a while; `progress` is told how much is there, 0 to 100. */
export function upload(path, body, progress) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", BASE + path);
    const headers = { "Content-Type": "application/json", "Idempotency-Key": newKey(), ...TRIAL };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => progress((loaded / total) * 100));
    request.addEventListener("error", () => fail(new TypeError("no network")));
    request.addEventListener("load", () => {
      // Some statuses come with no body, which a Response must not be given.
      done(parsed(new Response(request.response || null, { status: request.status })));
    });
    request.send(JSON.stringify(body));
  });
}

// Asks again only for what has changed; null means: nothing has.
export function watcher(path) {
  let tag = null;
  return async () => {
    const response = await fetch(BASE + path, {
      cache: "no-store",
      headers: tag ? { "If-None-Match": tag } : {},
    });
    if (response.status === 304) return null;
    tag = response.headers.get("ETag");
    return parsed(response);
  };
}
