// Search by whatever a procedure is called; nothing is sent before somebody asks.
import { ApiError, post } from "./api.js";
import { $, h, icon, show } from "./dom.js";
import { said } from "./said.js";
import { language, t } from "./texts.js";

const { office } = document.body.dataset;
const hits = $("#hits");
const PREPARED = ["pre_apply", "pre_apply_and_interview", "draft_only"];

function way(one) {
  if (one.place === "office" && one.form && PREPARED.includes(one.channel)) return [`/o/${office}/apply/${one.id}`, t("write_form")];
  if (one.place === "office" && one.service) return [`#${one.service}`, t("place_office")];
  return [null, t(`place_${one.place}`)];
}

function hit(one) {
  const [href, told] = way(one);
  const text = h("span", {}, said(one, "name"), h("small", { class: "which" }, said(one, "summary")), h("small", {}, told));
  return h("li", {}, href ? h("a", { class: "choice-link", href }, text, icon("next")) : h("div", { class: "choice-link plain" }, text));
}

// A link to a purpose further down opens it.
function opened(event) {
  const link = event.target.closest('a[href^="#"]');
  const task = link && document.getElementById(link.hash.slice(1));
  if (task) task.open = true;
}

function draw({ procedures }) {
  const list = procedures.length
    ? [h("h2", {}, t("hits", { n: procedures.length })), h("ul", { class: "choices" }, ...procedures.slice(0, 10).map(hit))]
    : [h("p", { class: "notice" }, t("no_hits")), h("a", { class: "button outlined", href: `/o/${office}/finder` }, t("no_hits_way"))];
  hits.replaceChildren(...list);
  show(hits);
}

$("#search").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = $("#sought").value.trim();
  if (!text) return show(hits, false);
  try {
    draw(await post(`/offices/${office}/procedure-searches`, { text, language }));
  } catch (error) {
    hits.replaceChildren(h("p", { class: "notice" }, error instanceof ApiError ? error.message : t("network")));
    show(hits);
  }
});
hits.addEventListener("click", opened);
