// One more kiosk: a name, then its key, shown this once, and the commands that start it.

import { post, Refusal } from "./api.js";
import { fill, h } from "./dom.js";

const { office } = document.body.dataset;
const NUMBERED = /^発券機(\d+)$/;

/** Have the page's button open *dialog*; *names* returns the names that are taken. */
export function addsMachines(button, dialog, names) {
  button.addEventListener("click", () => {
    askName(dialog, nextName(names()));
    dialog.showModal();
  });
  // Esc must not throw the key away: it cannot be had a second time.
  dialog.addEventListener("cancel", (event) => {
    if ("key" in dialog.dataset) event.preventDefault();
  });
}

function nextName(taken) {
  const numbers = taken.map((name) => Number(NUMBERED.exec(name)?.[1] ?? 0));
  return `発券機${Math.max(0, ...numbers) + 1}`;
}

function askName(dialog, proposed) {
  delete dialog.dataset.key;
  const problem = h("p", { id: "add-problem", class: "problem", role: "alert" });
  const name = h("input", {
    id: "add-name", type: "text", value: proposed, maxlength: 40, required: true, autocomplete: "off",
    "aria-describedby": "add-hint add-problem",
  });
  const make = h("button", { class: "button primary" }, "登録してキーを作る");
  fill(dialog, h("h2", { id: "add-title" }, "発券機を足す"), h(
    "form",
    { on: { submit: (event) => { event.preventDefault(); register(dialog, name, make, problem); } } },
    h("label", { for: "add-name" }, "名前"),
    name,
    h("p", { id: "add-hint", class: "hint" }, "置く場所がわかる名前にします。紙が切れたときは、この名前で知らせます。"),
    problem,
    h("div", { class: "actions" },
      h("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, "やめる"), make),
  ));
  name.select();
}

async function register(dialog, name, make, problem) {
  make.disabled = true;
  problem.textContent = "";
  try {
    tell(dialog, await post(`/api/v1/offices/${office}/machines`, { name: name.value }));
  } catch (error) {
    const [field] = error instanceof Refusal ? error.fields : [];
    problem.textContent = field?.message ?? error.message;
    name.setAttribute("aria-invalid", "true");
    name.focus();
  } finally {
    make.disabled = false;
  }
}

function tell(dialog, { name, key }) {
  dialog.dataset.key = "";
  fill(
    dialog,
    h("h2", { id: "add-title", tabindex: "-1" }, `「${name}」を登録しました`),
    h("p", { class: "once" }, h("b", {}, "キーは、いまだけ表示します。"), "閉じると、二度と表示できません。"),
    copyable("key", "この発券機のキー", key),
    h("ol", {},
      h("li", {}, "発券機のPCで、キーをファイルに入れます。コマンドのあとにキーを貼り付け、Enter、Ctrl+D と押します。",
        copyable("keep", "キーを入れるコマンド", "(umask 077; cat > kiosk.key)")),
      h("li", {}, "発券機を動かします。プリンターと読み取り機の場所は、その機械に合わせて書きかえます。",
        copyable("start", "動かすコマンド", startWith())),
      h("li", {}, "つながると、この一覧に「正常」と出ます。")),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "button primary", on: { click: () => close(dialog) } }, "キーを入れたので閉じる")),
  );
  dialog.querySelector("h2").focus();
}

function close(dialog) {
  dialog.close();
  dialog.replaceChildren();
}

function startWith() {
  return [
    `madoguchi-kiosk --server ${location.origin}`,
    `--office ${office} --key-file kiosk.key`,
    "--ticket-printer tcp://192.168.1.20:9100",
    "--scanner serial:///dev/ttyACM0",
  ].join(" \\\n  ");
}

/** A line to copy; where the browser gives no clipboard, a click chooses all of it. */
function copyable(id, label, text) {
  const code = h("code", { id: `add-${id}`, tabindex: "0", "aria-label": label }, text);
  if (!navigator.clipboard) return h("div", { class: "copyable" }, code);
  const copy = async (event) => {
    await navigator.clipboard.writeText(text);
    event.target.textContent = "コピーしました";
  };
  return h("div", { class: "copyable" }, code,
    h("button", { type: "button", class: "button small", "aria-label": `${label}をコピー`, on: { click: copy } }, "コピー"));
}
