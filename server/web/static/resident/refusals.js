// What a refusal says in the language of this page; the server's own sentence is Japanese.
import { dayOf, longDay, timeOf } from "./calendar.js";
import { filled, language } from "./texts.js";

const moment = (iso) => iso && `${longDay(dayOf(iso))} ${timeOf(iso)}`;

/** `body`: the whole answer; it holds the figures of the refusal. */
export function refusalText({ code, message }, { start, opens_at: opens, office_name: office }) {
  const values = { start: moment(start), opens_at: moment(opens), office_name: office };
  const own = filled(`refused.${code}`, values);
  if (!own) return (language === "ja" && message) || filled("refused.other");
  return opens ? `${own} ${filled("refused.opens_at", values)}` : own;
}
