// A chosen time is kept for some minutes, and the page says how many are left.
import { post } from "./api.js";
import { $, show } from "./dom.js";
import { t } from "./texts.js";

export class Hold {
  #timer = 0;
  #over;

  constructor(office, service, over, more = {}) {
    Object.assign(this, { office, service, more, secret: null });
    this.#over = over;
  }

  // Takes the place of the hold before it: each person keeps one time.
  async take(slot, minutes) {
    clearInterval(this.#timer);
    const body = { service: this.service, slot: slot.id, minutes, ...this.more };
    if (this.secret) body.hold = this.secret;
    this.secret = null;
    show($("#hold"), false);
    const kept = await post(`/offices/${this.office}/holds`, body);
    this.secret = kept.hold;
    this.#count(Date.now() + Date.parse(kept.until) - Date.parse(kept.now));
  }

  // A phone that slept looks at the clock when it wakes: the figure is never counted down from.
  #count(end) {
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      $("#hold span").textContent = t("held", { time: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` });
      show($("#hold"));
      if (!seconds) this.#end();
    };
    this.#timer = setInterval(tick, 1000);
    tick();
  }

  #end() {
    clearInterval(this.#timer);
    this.secret = null;
    show($("#hold"), false);
    this.#over();
  }
}
