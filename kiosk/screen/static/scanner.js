// The virtual scanner: presents a code, and remembers the last ones that pages of the demo handed over.

const KEPT = 5;
const NAME = "madoguchi-demo-codes";
const field = document.getElementById("code");
const said = document.getElementById("said");
const recent = document.getElementById("recent");

const codes = () => JSON.parse(localStorage.getItem(NAME) ?? "[]");

function remember(code) {
  const kept = [code, ...codes().filter((one) => one !== code)].slice(0, KEPT);
  localStorage.setItem(NAME, JSON.stringify(kept));
  list();
}

function list() {
  recent.hidden = codes().length === 0;
  recent.querySelector("ul").replaceChildren(
    ...codes().map((code) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.code = code;
      button.textContent = code.replace(/(.{4})(?=.)/g, "$1 ");
      const row = document.createElement("li");
      row.append(button);
      return row;
    }),
  );
}

async function present(code) {
  said.textContent = "";
  const answer = await fetch("/scanner", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code, wire: document.querySelector("[name=wire]:checked").value }),
  }).catch(() => null);
  said.textContent = answer?.ok
    ? "かざしました。発券機の画面を見てください。"
    : "かざせませんでした。発券機が動いているか確かめてください。";
}

document.getElementById("present").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = field.value.trim();
  if (code === "") {
    said.textContent = "コードを入れてください。";
    return;
  }
  if (/^WQ1[0-9A-Z\s-]+$/i.test(code)) remember(code.replace(/[\s-]/g, "").toUpperCase());
  present(code);
});

document.querySelector("main").addEventListener("click", (event) => {
  const code = event.target.closest("[data-code]")?.dataset.code;
  if (code) {
    field.value = code;
    present(code);
  }
});

const plug = document.getElementById("plug");
plug.addEventListener("click", async () => {
  const plugged = plug.getAttribute("aria-pressed") === "true";
  await fetch("/scanner/plug", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ plugged }),
  });
  plug.setAttribute("aria-pressed", String(!plugged));
  plug.textContent = plugged ? "線を抜く" : "線をさす";
  said.textContent = plugged ? "線をさしました。" : "線を抜きました。発券機は係員に知らせます。";
});

document.getElementById("forget").addEventListener("click", () => {
  localStorage.removeItem(NAME);
  list();
});

// A page of the demo links here with the code in the fragment, which no server sees.
function take() {
  const code = decodeURIComponent(location.hash.slice(1)).replace(/[\s-]/g, "");
  if (code === "") return;
  history.replaceState(null, "", location.pathname);
  field.value = code;
  remember(code);
}

addEventListener("hashchange", take);
take();
list();
field.focus();
