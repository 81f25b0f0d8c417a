// Chime and voice: one announcement after the other, none lost, none that was taken back.
//
// Chime, a pause, the call twice. With three or more waiting: one chime, then each call once in
// short words. A call that is undone falls silent in the middle of a word.

const PAUSE_AFTER_CHIME = 300;
const PAUSE_BETWEEN = 700;
const MANY = 3;
const TOO_LATE = 180_000; // a display that was frozen does not say what was long ago
const GRACE = 2_000;

export class Announcer {
  #path;
  #edition;
  #speaks;
  #context;
  #loudness;
  #queue = [];
  #batch = []; // what follows the last chime
  #saying = null; // the call being said
  #source = null;
  #running = false;
  #clips = new Map();
  #told; // {began(call), said(call, form)}: a call counts as said from its first sound
  #now;

  constructor({ office, voice, volume }, now, told) {
    this.#path = `/display/voice/${encodeURIComponent(office)}`;
    this.#edition = voice.edition;
    this.#speaks = voice.speaks;
    this.#told = told;
    this.#now = now;
    this.#context = new AudioContext();
    this.#loudness = this.#context.createGain();
    this.#loudness.gain.value = Math.min(Math.max(volume, 0), 100) / 100;
    this.#loudness.connect(this.#context.destination);
  }

  get isMuted() {
    return this.#context.state !== "running";
  }

  onChange(listener) {
    this.#context.addEventListener("statechange", listener);
  }

  unmute() {
    return this.#context.resume();
  }

  announce(call) {
    if (this.isMuted) {
      this.#told.began(call); // what nobody could hear is not said later
      return;
    }
    this.#queue = this.#queue.filter((other) => other.label !== call.label);
    this.#queue.push(call);
    this.#prepare(call);
    this.#run();
  }

  // Forget every announcement whose call is not on the board any more.
  keepOnly(stands) {
    this.#queue = this.#queue.filter(stands);
    this.#batch = this.#batch.filter(stands);
    if (this.#saying && !stands(this.#saying)) {
      this.#saying = null;
      this.#source?.stop();
    }
  }

  #prepare(call) {
    if (!this.#speaks) return;
    for (const name of [`ticket-${call.label}`, `counter-${call.counter}`]) this.#clip(name);
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (this.#dropLate(); this.#queue.length; this.#dropLate()) {
      const many = this.#queue.length >= MANY;
      this.#batch = this.#queue.splice(0, many ? this.#queue.length : 1);
      await this.#sayBatch(many);
    }
    this.#running = false;
  }

  #dropLate() {
    this.#queue = this.#queue.filter((call) => this.#now() - Date.parse(call.at) < TOO_LATE);
  }

  async #sayBatch(many) {
    await this.#play(await this.#load("/display/voice/chime.wav"));
    await pause(PAUSE_AFTER_CHIME);
    while (this.#batch.length) await this.#say(this.#batch.shift(), many);
  }

  async #say(call, short) {
    this.#saying = call;
    this.#told.began(call);
    await this.#sentence(call, short ? "short-" : "");
    if (!short && this.#queue.length < MANY) {
      await pause(PAUSE_BETWEEN);
      await this.#sentence(call, "");
    }
    this.#saying = null;
  }

  async #sentence(call, form) {
    for (const name of [`${form}ticket-${call.label}`, `${form}counter-${call.counter}`]) {
      if (this.#saying !== call || !this.#speaks) return;
      await this.#play(await this.#clip(name));
    }
    if (this.#saying === call) this.#told.said(call, form);
  }

  #clip(name) {
    return this.#load(`${this.#path}/${name}.wav?v=${this.#edition}`);
  }

  // Decoded sounds are kept while they may be needed; a missing one is silence, never an error.
  #load(path) {
    if (!this.#clips.has(path)) {
      const clip = fetch(path)
        .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(answer.status)))
        .then((bytes) => this.#context.decodeAudioData(bytes))
        .catch((reason) => {
          console.info("no sound for", path, reason);
          this.#clips.delete(path);
          return null;
        });
      this.#clips.set(path, clip);
      if (this.#clips.size > 40) this.#clips.delete(this.#clips.keys().next().value);
    }
    return this.#clips.get(path);
  }

  #play(sound) {
    if (!sound) return Promise.resolve();
    return new Promise((resolve) => {
      const source = this.#context.createBufferSource();
      source.buffer = sound;
      source.connect(this.#loudness);
      source.onended = resolve;
      setTimeout(resolve, sound.duration * 1_000 + GRACE); // a sound card that hangs
      source.start();
      this.#source = source;
    });
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
