// The header of every page: links that change the language keep the code in the fragment.
import { $, $$ } from "./dom.js";
import { recall } from "./previous_store.js";

for (const link of $$("[data-keep-fragment]")) {
  link.addEventListener("click", () => {
    const kept = new URLSearchParams(location.search);
    kept.set("lang", new URLSearchParams(link.search).get("lang"));
    link.href = `?${kept}${location.hash}`;
  });
}

document.addEventListener("keydown", (event) => {
  const open = $(".languages[open]");
  if (event.key === "Escape" && open) {
    open.open = false;
    $("summary", open).focus();
  }
});

recall(); // what was kept long ago is forgotten, whatever page is opened

// The clock of a demo runs on from where it stood when the page was made.
const demo = $("#demo-clock");
if (demo) {
  const ahead = Date.parse(demo.dataset.now) - Date.now();
  const hours = new Intl.DateTimeFormat("ja-JP", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" });
  setInterval(() => {
    demo.textContent = hours.format(Date.now() + ahead);
  }, 1000);
}
