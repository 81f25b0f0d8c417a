import { $, $$, show } from "./dom.js";

// Hiragana, katakana, kanji or letters find a ward.
const folded = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/\s/g, "");

const rows = $$("#wards > li").map((row) => [row, row.dataset.search.split(" ").map(folded)]);

$("#search").addEventListener("input", (event) => {
  const wanted = folded(event.target.value);
  let found = 0;
  for (const [row, words] of rows) {
    const fits = words.some((word) => word.includes(wanted));
    show(row, fits);
    found += fits;
  }
  show($("#none"), found === 0);
});
