// Texts of this page's language; { } become values.
const table = JSON.parse(document.getElementById("texts").textContent);

export const language = document.body.dataset.language;
export const japanese = ["ja", "easy_ja"].includes(language);
/** As Intl names it. */
export const locale = { ja: "ja-JP", easy_ja: "ja-JP", en: "en-GB", zh_hans: "zh-Hans", zh_hant: "zh-Hant" }[language] ?? language;

/** As HTML names a language of ours. */
export const htmlLang = (code) => ({ easy_ja: "ja", zh_hans: "zh-Hans", zh_hant: "zh-Hant" })[code] ?? code;

/** A name that comes in several languages, in that of the page or the one that comes nearest. */
export const nameIn = (names) => names[language] ?? (language === "easy_ja" ? names.ja : names.en ?? names.ja);

/** The text of a key with its values; undefined where this language has none. */
export function filled(key, values = {}) {
  return table[key]?.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export const t = (key, values) => filled(`js.${key}`, values) ?? key;

/** What is wrong with a field, or with what has no field on the page; the server's own sentence is Japanese. */
export function misfitText(error, label = "") {
  if (language === "ja") return error.message;
  const own = filled(`error.${error.code}`, { label }) ?? filled("error.other", { label });
  // Without a label the sentence would begin with its colon.
  return own.replace(/^[:：]\s*./, (start) => start.at(-1).toUpperCase());
}
