// What can be wrong with a machine, and what staff do about it. The codes are the server's.

export const TROUBLES = {
  lost: "応答がありません",
  paper_out: "用紙がありません",
  printer: "プリンターが止まっています",
  scanner: "読み取り機が外れています",
  paper_near_end: "用紙が残りわずかです",
  unsent: "送っていない受付がたまっています",
  refused_reports: "サーバーが受け取らない報告があります",
  no_numbers: "通信が切れたときの番号がありません",
  clock_off: "時計がずれています",
  muted: "音が出ていません",
  voice: "声が出ていません（チャイムのみ）",
  never_seen: "まだ一度もつながっていません",
};

export const TO_DO = {
  lost: "電源とLANケーブルを見てください。発券機は番号を出し続けています",
  paper_out: "用紙を入れてください。番号は画面に出ています",
  printer: "ふたと用紙を見てください。番号は画面に出ています",
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
