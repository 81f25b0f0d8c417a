// Words of the office that can be opened, as templates/resident/words.html draws them.
import { h, icon } from "./dom.js";
import { htmlLang, t } from "./texts.js";

function word(one) {
  const [before, after] = t("what_is", { word: "\n" }).split("\n");
  const lang = htmlLang(one.language);
  const called = one.name ? [" (", h("span", { lang }, one.name), ")"] : [`（${one.kana}）`];
  return h("details", { class: "word" },
    h("summary", {}, icon("info", 20), h("span", {}, before, h("span", { lang: "ja" }, one.word), ...called, after)),
    h("p", { lang }, one.meaning));
}

/** The explanations of `found`; null where there is nothing to explain. */
export const words = (found) => (found.length ? h("div", { class: "words" }, ...found.map(word)) : null);

/** The same behind one line where there are several: in a list of results they would be most of it. */
export function foldedWords(found) {
  if (found.length < 2) return words(found);
  return h("details", { class: "words-folded" },
    h("summary", {}, icon("info", 20), h("span", {}, t("words_explained", { n: found.length }))),
    words(found));
}
