// A short chime, two tones below 2.5 kHz, and a touch of vibration where there is any.
const TONES_HZ = [880, 660];
const TONE_S = 0.45;
let audio = null;

// Browsers make sound only after a touch: the switch is that touch.
export function allow() {
  audio ??= new AudioContext();
  audio.resume();
}

export function ring() {
  navigator.vibrate?.([300, 150, 300]);
  if (audio?.state !== "running") return;
  TONES_HZ.forEach((hertz, n) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const begins = audio.currentTime + n * TONE_S;
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.4, begins);
    volume.gain.exponentialRampToValueAtTime(0.001, begins + TONE_S * 2);
    tone.connect(volume).connect(audio.destination);
    tone.start(begins);
    tone.stop(begins + TONE_S * 2);
  });
}
