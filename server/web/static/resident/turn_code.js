// "My turn" without a link: the code is typed from the ticket and goes where the QR code puts it.
import { $, show } from "./dom.js";
import { t } from "./texts.js";

const LENGTH = 32;
const WORD = /^[A-Z2-7]*$/;
/** Figures that the code's alphabet (Base32, RFC 4648) has not, as what looks like them. */
const ALIKE = { 0: "O", 1: "I", 8: "B" };

// Full width, small letters, spaces and hyphens are all fine.
function folded(typed) {
  const plain = typed.normalize("NFKC").toUpperCase().replace(/[\s\p{Dash}ー]/gu, "");
  return plain.replace(/[018]/g, (figure) => ALIKE[figure]);
}

/** Shows the field; a code that was found nowhere stands in it, to be mended. */
export function askForCode(unknown) {
  for (const said of ["h2", ".told"]) show($(`#missing ${said}`), Boolean(unknown));
  $("#code").value = unknown.match(/.{1,4}/g)?.join(" ") ?? "";
  show($("#missing"));
}

function wrong(text) {
  $("#enter .field").classList.toggle("wrong", Boolean(text));
  $("#e-code span").textContent = text;
  show($("#e-code"), Boolean(text));
  $("#code").setAttribute("aria-invalid", Boolean(text));
  if (text) $("#code").focus();
}

$("#enter").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = folded($("#code").value);
  if (code.length !== LENGTH || !WORD.test(code)) return wrong(t("code_wrong", { n: code.length }));
  wrong("");
  if (location.hash === `#${code}`) location.reload();
  else location.hash = code;
});
