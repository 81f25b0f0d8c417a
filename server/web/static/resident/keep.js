// Ways to keep a booking on the phone: a picture of the QR, an entry of the calendar.
const SCALE = 12;

export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// The QR drawn again in whole dots, with the words that stand around it.
export function picture(svg, code, lines) {
  const size = svg.viewBox.baseVal.width;
  const unit = Math.round(size / 29) === 1 ? 1 : size / 29;
  const side = 29 * SCALE;
  const canvas = document.createElement("canvas");
  canvas.width = side + 120;
  canvas.height = side + 110 + lines.length * 44;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#00234b";
  pen.textAlign = "center";
  pen.font = '700 28px "BIZ UDPGothic", sans-serif';
  lines.forEach((line, n) => pen.fillText(line, canvas.width / 2, 48 + n * 44, canvas.width - 24));
  pen.font = '700 22px "BIZ UDGothic", monospace';
  pen.fillText(code, canvas.width / 2, canvas.height - 24);
  pen.translate(60, 24 + lines.length * 44);
  pen.scale(SCALE / unit, SCALE / unit);
  pen.fillStyle = "#000";
  for (const path of svg.querySelectorAll("path")) pen.fill(new Path2D(path.getAttribute("d")));
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

const stamp = (moment) => moment.toISOString().replace(/[-:]|\.\d+/g, "");
const escaped = (text) => text.replace(/([\\;,])/g, "\\$1").replace(/\n/g, "\\n");

// Lines of a calendar have at most 75 bytes; a Japanese character takes three.
const folded = (line) => line.match(/.{1,24}/gu)?.join("\r\n ") ?? "";

const random = () => Math.random().toString(36).slice(2);

function calendar(events) {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Madoguchi//JA", ...events.flat(), "END:VCALENDAR", ""];
  return new Blob([lines.map(folded).join("\r\n")], { type: "text/calendar" });
}

function event({ id, now, when, title, more, before }) {
  return [
    "BEGIN:VEVENT", `UID:${id}-${random()}@madoguchi`, `DTSTAMP:${stamp(new Date(now))}`, ...when,
    `SUMMARY:${escaped(title)}`, ...more,
    "BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escaped(title)}`, `TRIGGER:-${before}`, "END:VALARM",
    "END:VEVENT",
  ];
}

// The code is not in it: calendars are shared and synchronised.
export function calendarEntry({ start, minutes, title, place, address, hint, now }) {
  const begins = new Date(start);
  const ends = new Date(begins.getTime() + minutes * 60_000);
  return calendar([event({
    id: stamp(begins), now, title, before: "PT1H",
    when: [`DTSTART:${stamp(begins)}`, `DTEND:${stamp(ends)}`],
    more: [`LOCATION:${escaped(place)}`, `URL:${address}`, `DESCRIPTION:${escaped(`${hint}\n${address}`)}`],
  })]);
}

// Each deadline as a whole day; the phone itself reminds three days before, and nobody learns of it.
export function deadlineEntries(found, address) {
  return calendar(found.map(({ name, deadline }) => {
    const day = deadline.date.replaceAll("-", "");
    return event({
      id: day, now: Date.now(), title: name, before: "P3D",
      when: [`DTSTART;VALUE=DATE:${day}`], more: [`URL:${address}`, `DESCRIPTION:${escaped(deadline.text)}`],
    });
  }));
}
