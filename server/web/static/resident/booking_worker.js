// Shows news of a booking while its page is closed, and opens it again at a tap.
const STORE = "madoguchi-booking";
const STORED_CODE = "/booking-code";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const { title } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { tag: "booking", renotify: true, icon: "/static/resident/icon.svg" }));
});

async function open() {
  const kept = await (await caches.open(STORE)).match(STORED_CODE);
  return self.clients.openWindow(kept ? `/booking#${await kept.text()}` : "/booking");
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open());
});
