// Brings a draft to this device and opens its form. The secret stands only in the fragment.
import { ApiError, post } from "./api.js";
import { $, show } from "./dom.js";
import { keepFromElsewhere } from "./draft.js";
import { t } from "./texts.js";

const token = () => decodeURIComponent(location.hash.slice(1)).trim();

async function load() {
  show($("#enter"), !token());
  if (!token()) return;
  try {
    const { office, content, version } = await post("/drafts/open", { token: token() });
    keepFromElsewhere(office, content, { token: token(), version });
    location.replace(`/o/${office}/${content.page}`);
  } catch (error) {
    $("#problem").textContent = error instanceof ApiError ? error.message : t("network");
    show($("#problem"));
    show($("#enter"));
  }
}

$("#enter").addEventListener("submit", (event) => {
  event.preventDefault();
  location.hash = $("#code").value.trim();
});
window.addEventListener("hashchange", load);
load();
