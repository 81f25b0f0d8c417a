// Reads codes through the machine's camera. Pictures stay in this page; only the code's text leaves it.

const { prepareZXingModule, readBarcodes } = globalThis.ZXingWASM;

const WIDTH = 640;
const LOOK_EVERY_MS = 120;
const SAY_EVERY_MS = 4000;
/** A code that is held still is told again before the kiosk's two seconds for a repeat are over. */
const SAME_EVERY_MS = 700;
const TRY_AGAIN_MS = 2000;
const WANTED = { video: { facingMode: "user", width: { ideal: 1280 } }, audio: false };
const OPTIONS = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 };

const view = document.getElementById("camera");
const canvas = new OffscreenCanvas(WIDTH, WIDTH);
const pen = canvas.getContext("2d", { willReadFrequently: true });

let last = { code: "", at: -SAME_EVERY_MS };
let saidAt = -SAY_EVERY_MS;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function say(body) {
  saidAt = performance.now();
  return fetch("/seen", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => {});
}

function picture() {
  const height = Math.round((WIDTH * view.videoHeight) / view.videoWidth);
  pen.drawImage(view, 0, 0, WIDTH, height);
  return pen.getImageData(0, 0, WIDTH, height);
}

async function look() {
  const [found] = await readBarcodes(picture(), OPTIONS);
  const now = performance.now();
  if (found?.isValid && found.text && (found.text !== last.code || now - last.at > SAME_EVERY_MS)) {
    last = { code: found.text, at: now };
    await say({ code: found.text });
  } else if (now - saidAt > SAY_EVERY_MS) {
    await say({ sees: true });
  }
}

async function watch() {
  const stream = await navigator.mediaDevices.getUserMedia(WANTED);
  const [track] = stream.getVideoTracks();
  view.srcObject = stream;
  await view.play();
  view.hidden = false;
  await say({ sees: true });
  while (track.readyState === "live") {
    await look();
    await pause(LOOK_EVERY_MS);
  }
}

prepareZXingModule({ overrides: { locateFile: () => "/assets/zxing/zxing_reader.wasm" }, fireImmediately: true });
for (;;) {
  await watch().catch((error) => console.warn(`camera: ${error.name}: ${error.message}`));
  view.hidden = true;
  await say({ sees: false });
  await pause(TRY_AGAIN_MS);
}
