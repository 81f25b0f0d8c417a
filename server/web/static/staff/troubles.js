// What can be wrong with a machine, and what staff do about it. The codes are the server's.

const TROUBLES = {
  lost: "応答がありません",
  disk: "発券機の記録装置（ディスク）が壊れています",
  scanner: "読み取り機が外れています",
  unsent: "送っていない受付がたまっています",
  refused_reports: "サーバーが受け取らない報告があります",
  no_numbers: "通信が切れたときの番号がありません",
  clock_off: "時計がずれています",
  muted: "音が出ていません",
  voice: "声が出ていません（チャイムのみ）",
  never_seen: "まだ一度もつながっていません",
};

export const PRINTERS = { ticket: "番号札", form: "申請書" };
const ORDER = Object.keys(PRINTERS);

/** The tickets' printer comes first, as everywhere. */
export const byPrinter = (one, other) => ORDER.indexOf(one) - ORDER.indexOf(other);

/** Which printer's: 「番号札の用紙」; when the machine does not say, 「用紙」. */
function whose(printers, thing) {
  const names = [...printers].sort(byPrinter).map((name) => PRINTERS[name] ?? name);
  return names.length ? `${names.join("と")}の${thing}` : thing;
}

const ON_PRINTERS = {
  paper_out: (printers) => `${whose(printers, "用紙")}がありません`,
  paper_near_end: (printers) => `${whose(printers, "用紙")}が残りわずかです`,
  printer: (printers) => `${whose(printers, "プリンター")}が止まっています`,
};

/** What is wrong, and with which printer of the machine. */
export function troubleText(what, printers = []) {
  return ON_PRINTERS[what]?.(printers) ?? TROUBLES[what] ?? what;
}

export const TO_DO = {
  lost: "電源とLANケーブルを見てください。発券機は番号を出し続けています",
  paper_out: "用紙を入れてください。番号は画面に出ています",
  printer: "ふたと用紙を見てください。番号は画面に出ています",
  disk: "窓口で受け付けてください。電源を入れなおして直らないときは区の管理者へ",
  scanner: "USBケーブルを差しなおしてください。番号の入力はできます",
  paper_near_end: "混む前に用紙を替えてください",
  unsent: "つながると自動で送ります。続くときは区の管理者へ",
  refused_reports: "区の管理者に知らせてください",
  no_numbers: "つながると自動で受け取ります",
  clock_off: "順番はサーバーの時計で決まります。区の管理者に知らせてください",
  muted: "画面を1回押してください。直らないときは、スピーカーと音の線を見てください",
  voice: "チャイムと画面で呼び続けています。続くときは区の管理者へ",
  never_seen: "機器の電源を入れ、キーを設定してください",
};
