// Shows the notices of "my turn" while its page is closed, and opens it again at a tap.
const STORE = "madoguchi-turn";
const STORED_CODE = "/turn-code";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// One tag: a later notice takes the place of the one before, and sounds all the same.
self.addEventListener("push", (event) => {
  const { title } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, {
    tag: "turn", renotify: true, requireInteraction: true, icon: "/static/resident/icon.svg",
  }));
});

async function open() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((one) => new URL(one.url).pathname === "/turn");
  if (page) return page.focus();
  const kept = await (await caches.open(STORE)).match(STORED_CODE);
  return self.clients.openWindow(kept ? `/turn#${await kept.text()}` : "/turn");
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open());
});
