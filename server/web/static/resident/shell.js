// The header of every page: links that change the language keep the code in the fragment.
import { $, $$ } from "./dom.js";

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
