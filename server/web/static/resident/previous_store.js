// What somebody let this device keep for the next form: nothing of it leaves the device by itself.
const NAME = "madoguchi:previous";
const MONTHS = 13;

function isFresh({ at }) {
  const end = new Date(at);
  end.setMonth(end.getMonth() + MONTHS);
  return Date.now() < end.getTime();
}

export function forget() {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // Nothing was kept then.
  }
}

function write(facts) {
  try {
    localStorage.setItem(NAME, JSON.stringify(facts));
  } catch {
    forget();
  }
}

/** binding -> {at: when it was written, parts: what stood in the controls}; what is old is gone. */
export function recall() {
  try {
    const kept = Object.entries(JSON.parse(localStorage.getItem(NAME)) ?? {});
    const fresh = Object.fromEntries(kept.filter(([, fact]) => isFresh(fact)));
    if (!Object.keys(fresh).length) forget();
    else if (Object.keys(fresh).length < kept.length) write(fresh);
    return fresh;
  } catch {
    forget();
    return {};
  }
}

export const NAMED = "applicant.name";
const nameOf = (facts) => facts[NAMED]?.parts[""];

/** What this form did not ask stays, as long as it is about the same person. */
export function remember(given) {
  const at = new Date().toISOString();
  const facts = Object.fromEntries(Object.entries(given).map(([fact, parts]) => [fact, { at, parts }]));
  const known = recall();
  write(nameOf(known) === nameOf(facts) ? { ...known, ...facts } : facts);
}
