// "Go on later": the form is sealed on the server, its secret stands in the fragment of a link.
import { ApiError, post } from "./api.js";
import { longDay } from "./calendar.js";
import { $, $$, drawing, show } from "./dom.js";
import { misfitText, t } from "./texts.js";

const page = () => (location.pathname.split("/").slice(3).join("/") + location.search.replace(/[?&]lang=[^&]*/, "")).replace(/%2C/gi, ",");

export class Parked {
  constructor(office, draft) {
    Object.assign(this, { office, draft });
  }

  get #known() {
    return this.draft.read()?.parked;
  }

  async save(shown = false) {
    const body = { content: { page: page(), ...this.draft.content() }, ...this.#known, shown };
    const { token, version, until, qr_svg: qr } = await post(`/offices/${this.office}/drafts`, body);
    this.draft.save({ parked: { token, version }, ...(shown && { linked: true }) });
    return { link: `${location.origin}/resume#${token}`, until, qr };
  }

  /** The secret of the draft on the server; one is made where there is none yet. */
  async secret() {
    if (!this.#known) await this.save();
    return this.#known.token;
  }

  get known() {
    return this.#known?.token ?? null;
  }

  /** The draft is gone on the server. */
  forget() {
    this.draft.save({ parked: undefined });
  }

  // A form that has a link is kept up to date there with every page; the device has it anyway.
  async follow() {
    if (this.#known) await this.save().catch(() => null);
  }

  // Nobody was shown the link, so with what is on this device goes what is on the server.
  async drop() {
    if (!this.draft.read()?.linked) await this.end();
  }

  // The form was sent: the link has nothing to open any more.
  async end() {
    const { token } = this.#known ?? {};
    if (token) await post("/drafts/delete", { token }).catch(() => null);
  }
}

function offerLink(place, visible) {
  for (const one of [...$$("label, input, figure", place), $("#parked-copy")]) show(one, visible);
}

// Without leave to write into the clipboard the link stays marked, to be copied by hand.
async function copy() {
  const link = $("#parked-link");
  link.focus();
  link.select();
  try {
    await navigator.clipboard.writeText(link.value);
  } catch {
    if (!document.execCommand("copy")) return;
  }
  $("#parked p").textContent = t("copied");
}

async function asked(parked) {
  const place = $("#parked");
  try {
    const { link, until, qr } = await parked.save(true);
    $("#parked-qr").replaceChildren(drawing(qr));
    $("p", place).textContent = t("parked", { until: longDay(until.slice(0, 10)) });
    const shown = $("input", place);
    shown.value = link;
    offerLink(place, true);
    show(place);
    shown.focus();
    shown.select();
  } catch (error) {
    $("p", place).textContent = told(error);
    offerLink(place, false);
    show(place);
  }
}

// A draft is refused for what stands in it, or for itself.
function told(error) {
  if (!(error instanceof ApiError)) return t("network");
  const [wrong] = error.fields;
  return wrong ? misfitText(wrong) : error.message;
}

export function offerToPark(parked) {
  $("#park").addEventListener("click", () => asked(parked));
  $("#parked-copy").addEventListener("click", copy);
}
