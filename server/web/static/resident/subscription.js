// Where the push service of this browser takes messages, for a worker of ours.
function bytes(text) {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (one) => one.charCodeAt(0));
}

async function active(worker) {
  if (worker.active) return;
  const coming = worker.installing ?? worker.waiting;
  await new Promise((done) => coming.addEventListener("statechange", () => coming.state === "activated" && done()));
}

export async function subscription(script, scope, key) {
  const worker = await navigator.serviceWorker.register(script, { scope });
  await active(worker);
  const held = await worker.pushManager.getSubscription();
  const made = held ?? (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) }));
  const { endpoint, keys } = made.toJSON();
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
}
