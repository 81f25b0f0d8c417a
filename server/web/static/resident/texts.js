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

export function t(key, values = {}) {
  const text = table[`js.${key}`] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// What is wrong with a field: the server's own sentence, or the one of this language.
export function misfitText(error, label) {
  const own = table[`error.${error.code}`];
  return own ? own.replace("{label}", label) : error.message;
}
