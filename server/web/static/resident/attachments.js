// Files that go along with a form: sent at once, shown with what they are, removed by a touch.
import { ApiError, post, postForFile, upload } from "./api.js";
import { $, h, icon, show } from "./dom.js";
import { mark, mended } from "./misfits.js";
import { misfitText, t } from "./texts.js";

const MOST_BYTES = 5 * 1024 * 1024;
/** A4 at 300 dots an inch: finer than paper nobody needs it. */
const LONGEST_SIDE = 3508;
const QUALITY = 0.85;

// Drawn anew, a picture leaves the phone without the place where it was taken.
async function drawnAnew(file) {
  if (!file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return (await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY))) ?? file;
  } catch {
    return file; // the server says what is wrong with it
  }
}

const base64 = (blob) => new Promise((done, fail) => {
  const reader = new FileReader();
  reader.addEventListener("load", () => done(reader.result.slice(reader.result.indexOf(",") + 1)));
  reader.addEventListener("error", () => fail(reader.error));
  reader.readAsDataURL(blob);
});

const sizeOf = (bytes) => (bytes < 100_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`);
const labelOf = (field) => $(".field-label", field).firstChild.textContent.trim();
const listOf = (field) => $(".files", field);

export class Attached {
  #sending = Promise.resolve();

  // `secret.find()`: the token that holds the files or null, `make()` gets one, `gone()`: it opens nothing.
  constructor(fields, secret) {
    Object.assign(this, { fields, secret });
    for (const field of fields) {
      const input = $("input[type=file]", field);
      input.addEventListener("change", (event) => {
        event.stopPropagation();
        const files = [...input.files];
        input.value = "";
        for (const file of files) this.#sending = this.#sending.then(() => this.#send(field, file));
      });
    }
  }

  get any() {
    return this.fields.some((field) => listOf(field).children.length);
  }

  /** Show what is there already. */
  async load() {
    const token = this.secret.find();
    if (!token || !this.fields.length) return;
    try {
      const { attachments } = await post("/attachments/list", { token });
      for (const one of attachments) this.#show(one);
    } catch (error) {
      if (error.status === 404) this.secret.gone();
    }
  }

  /** All that was chosen is there, or refused. */
  settled() {
    return this.#sending;
  }

  /** What the forms are not taken without. */
  missing() {
    return this.fields
      .filter((field) => "required" in field.dataset && !listOf(field).children.length)
      .map(({ dataset }) => ({
        field: dataset.path, path: dataset.path, code: "no_file", message: `${dataset.full}を、写真かPDFで添えてください。`,
      }));
  }

  clear() {
    for (const field of this.fields) listOf(field).replaceChildren();
    this.fields.forEach(offerMore);
  }

  async #send(field, file) {
    mended(field);
    const item = h("li", {}, h("span", { class: "name" }, nameFor(field, file.type)));
    const bar = h("progress", { max: 100, value: 0, "aria-label": t("attach_sending", { name: item.textContent }) });
    item.append(bar);
    listOf(field).append(item);
    offerMore(field);
    try {
      const blob = await drawnAnew(file);
      if (blob.size > MOST_BYTES) throw tooLarge();
      const { form, attachment } = field.dataset;
      const body = { token: await this.secret.make(), form, attachment, data: await base64(blob) };
      const kept = await upload("/attachments", body, (percent) => { bar.value = percent; });
      item.remove();
      const name = this.#show(kept, blob);
      say(field, "attach_added", name);
    } catch (error) {
      item.remove();
      offerMore(field);
      refuse(field, error);
    }
  }

  #show(kept, blob) {
    const field = this.fields.find(({ dataset }) => dataset.form === kept.form && dataset.attachment === kept.attachment);
    if (!field) return "";
    const name = nameFor(field, kept.kind === "pdf" ? "application/pdf" : "image/jpeg");
    const look = kept.kind === "pdf" ? icon("document", 40) : h("img", { alt: "" });
    const item = h("li", { "data-file": kept.id },
      look,
      h("span", { class: "name" }, name, " ", h("small", {}, sizeOf(kept.bytes))),
      h("button", { type: "button", class: "link-button", "aria-label": t("attach_remove", { name }), onclick: () => this.#remove(field, item, name) }, icon("bin", 20), $(".files", field).dataset.remove),
    );
    listOf(field).append(item);
    offerMore(field);
    if (kept.kind !== "pdf") this.#picture(look, kept.id, blob);
    return name;
  }

  async #picture(image, id, blob) {
    try {
      const shown = blob ?? await postForFile("/attachments/open", { token: this.secret.find(), id });
      image.src = URL.createObjectURL(shown);
    } catch {
      image.replaceWith(icon("document", 40));
    }
  }

  async #remove(field, item, name) {
    try {
      await post("/attachments/remove", { token: this.secret.find(), id: Number(item.dataset.file) });
    } catch (error) {
      if (error.status !== 404) return refuse(field, error);
    }
    item.remove();
    offerMore(field);
    say(field, "attach_removed", name);
    return $("input[type=file]", field).focus();
  }
}

/** Photo 1, PDF 2: what a file is called on the phone stays there. */
function nameFor(field, type) {
  const n = listOf(field).children.length + 1;
  return t(type === "application/pdf" ? "attach_pdf" : "attach_picture", { n });
}

function offerMore(field) {
  const full = listOf(field).children.length >= Number(field.dataset.most);
  for (const part of [".choose", "input[type=file]"]) show($(part, field), !full);
}

function say(field, key, name) {
  $("[role=status]", field).textContent = t(key, { name });
}

const tooLarge = () => new ApiError(400, {
  code: "misfit",
  fields: [{ field: "data", code: "file_size", message: "ファイルが大きすぎます。5MBまでです。写真をとりなおすか、分けて送ってください。" }],
});

function refuse(field, error) {
  const [wrong] = error.fields ?? [];
  const told = error instanceof ApiError ? error.message : t("network");
  mark(field, wrong ? misfitText(wrong, labelOf(field)) : told);
  $("input[type=file]", field).focus();
}
