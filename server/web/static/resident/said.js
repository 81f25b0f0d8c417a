// Texts of the catalogue: what is not in the language of the page says which it is in.
import { h } from "./dom.js";
import { htmlLang, japanese, t } from "./texts.js";

export const inLanguage = (language, text) => (japanese ? text : h("span", { lang: htmlLang(language) }, text));

/** The text of a field of `one`; null where it has none. */
export function said(one, field, text = one[field]) {
  const language = one.other_languages[field];
  if (!text || !language) return text;
  const words = inLanguage(language, text);
  return language === "ja" ? h("span", {}, words, " ", h("small", { class: "only-ja" }, t("only_japanese"))) : words;
}
