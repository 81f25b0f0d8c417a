// Chime and voice: one announcement after the other, none lost, none that was taken back.
//
// Chime, a pause, the call twice in Japanese, then once in the ticket's language. With three or
// more waiting: one chime, then each call once in short words. A call that is undone falls silent
// in the middle of a word. Only the page that has the word speaks.

import { SPOKEN_UNTIL } from "./calls.js";
import { splitLabel } from "./words.js";

const PAUSE_AFTER_CHIME = 300;
const PAUSE_BETWEEN = 700;
const MANY = 3;
const GRACE = 2_000;
const CLIP_PATIENCE = 4_000; // an engine that hangs must not hold back the next chime
const JAPANESE = ["ja", "easy_ja"];

export class Announcer {
  #path;
  #edition;
  #languages;
  #context;
  #loudness;
  #longWaitMin;
  #queue = [];
  #batch = []; // what follows the last chime
  #saying = null; // the call being said
  #source = null;
  #running = false;
  #clips = new Map();
  #begun = new Set(); // seqs whose announcement has begun here
  #trouble = "";
  #told; // {began(call), said(call, form), mayspeak(), volume()}: begun is with the first sound
  #now;

  constructor({ office, voice, setting }, now, told) {
    this.#path = `/display/voice/${encodeURIComponent(office)}`;
    this.#edition = voice.edition;
    this.#languages = voice.languages;
    this.#longWaitMin = setting.long_wait_min;
    this.#told = told;
    this.#now = now;
    this.#context = new AudioContext();
    this.#loudness = this.#context.createGain();
    this.#loudness.connect(this.#context.destination);
    this.#load("/display/voice/chime.wav");
  }

  get isMuted() {
    return this.#context.state !== "running";
  }

  get isIdle() {
    return !this.#running;
  }

  get speaks() {
    return this.#languages.includes("ja");
  }

  // What does not work: "" | "voice" (the engine) | "card" (the sound card).
  get trouble() {
    return this.#trouble;
  }

  onChange(listener) {
    this.#context.addEventListener("statechange", listener);
  }

  unmute() {
    return this.#context.resume();
  }

  announce(call) {
    if (!this.#told.maySpeak() || this.#begun.has(call.seq)) return;
    if (this.#batch.some(({ seq }) => seq === call.seq)) return; // its chime has rung already
    if (this.isMuted) {
      this.#begin(call); // what nobody could hear is not said later
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
    for (const path of this.#sentencePaths(call, "")) this.#load(path);
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
    this.#queue = this.#queue.filter((call) => this.#now() - Date.parse(call.at) < SPOKEN_UNTIL);
  }

  async #sayBatch(many) {
    await this.#play("/display/voice/chime.wav");
    await pause(PAUSE_AFTER_CHIME);
    while (this.#batch.length) await this.#say(this.#batch.shift(), many);
  }

  #begin(call) {
    this.#begun.add(call.seq);
    if (this.#begun.size > 500) this.#begun.delete(this.#begun.values().next().value);
    this.#told.began(call);
  }

  async #say(call, short) {
    if (!this.#told.maySpeak()) return; // the word went to another page; it goes on from here
    this.#saying = call;
    this.#begin(call);
    if (short) {
      await this.#sentence(call, "short-");
    } else {
      await this.#part("lead", this.#isLong(call) ? "long" : "wait", call);
      await this.#sentence(call, "");
      if (this.#queue.length < MANY) {
        await pause(PAUSE_BETWEEN);
        await this.#sentence(call, "");
        await this.#inItsLanguage(call);
      }
    }
    this.#saying = null;
  }

  #isLong(call) {
    return this.#longWaitMin !== null && (call.waited_min ?? 0) >= this.#longWaitMin;
  }

  async #sentence(call, form) {
    for (const path of this.#sentencePaths(call, form)) {
      if (this.#saying !== call) return;
      await this.#play(path);
    }
    if (this.#saying === call && this.speaks) this.#told.said(call, form);
  }

  async #inItsLanguage(call) {
    const { language } = call;
    if (JAPANESE.includes(language) || !this.#languages.includes(language)) return;
    await pause(PAUSE_BETWEEN);
    if (this.#saying !== call) return;
    await this.#play(`${this.#path}/call/${call.seq}.wav?v=${this.#edition}`);
    if (this.#saying === call) this.#told.said(call, language);
  }

  #sentencePaths(call, form) {
    if (!this.speaks) return [];
    const [letters, digits] = splitLabel(call.label);
    const parts = [
      [`${form}prefix`, letters || "-"],
      [`${form}number`, String(Number(digits))],
      [`${form}counter`, call.counter],
    ];
    if (form && !letters) parts.shift();
    return parts.map(([kind, words]) => this.#partPath(kind, words));
  }

  #partPath(kind, words) {
    return `${this.#path}/${kind}/${encodeURIComponent(words)}.wav?v=${this.#edition}`;
  }

  async #part(kind, words, call) {
    if (this.speaks && this.#saying === call) await this.#play(this.#partPath(kind, words));
  }

  // Decoded sounds are kept while they may be needed; a missing one is silence, never an error.
  #load(path) {
    if (!this.#clips.has(path)) {
      const clip = fetch(path)
        .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(answer.status)))
        .then((bytes) => this.#context.decodeAudioData(bytes))
        .then((sound) => {
          if (this.#trouble === "voice") this.#trouble = "";
          return sound;
        })
        .catch((reason) => {
          console.info("no sound for", path, reason);
          this.#clips.delete(path);
          this.#trouble = "voice";
          return null;
        });
      this.#clips.set(path, clip);
      if (this.#clips.size > 80) this.#clips.delete(this.#clips.keys().next().value);
    }
    return this.#clips.get(path);
  }

  async #play(path) {
    const sound = await Promise.race([this.#load(path), pause(CLIP_PATIENCE).then(() => null)]);
    if (!sound) return;
    this.#loudness.gain.value = Math.min(Math.max(this.#told.volume(), 0), 100) / 100;
    const began = this.#context.currentTime;
    await new Promise((resolve) => {
      const source = this.#context.createBufferSource();
      source.buffer = sound;
      source.connect(this.#loudness);
      source.onended = resolve;
      setTimeout(resolve, sound.duration * 1_000 + GRACE); // a sound card that hangs
      source.start();
      this.#source = source;
    });
    // A card that is gone lets no time pass for the sounds.
    const isStuck = this.#context.currentTime <= began;
    if (isStuck) this.#trouble = "card";
    else if (this.#trouble === "card") this.#trouble = "";
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
