"""The sheet that goes along by mail, as the data its template draws."""

from typing import Any

from printer_drivers.documents import CoverDocument
from printer_drivers.layout.qr import qr
from printer_drivers.layout.words import day, known_language
from printer_drivers.token import in_fours

#: Title, what to do, the heads. The post reads the label, so it is Japanese always.
_WORDS = {
    "ja": (
        "郵送の送付状", "この紙を、書類といっしょに封筒に入れて送ってください。"
        "QRコードで、申請とつながります。", "同封するもの", "差出人",
        ("〒・住所", "氏名", "電話番号"), "切りとって封筒に貼ってください",
    ),
    "easy_ja": (
        "ゆうびんに 入(い)れる 紙(かみ)", "この 紙(かみ)と 書類(しょるい)を、"
        "封筒(ふうとう)に 入(い)れて 送(おく)ってください。", "入(い)れる もの", "あなた",
        ("〒・住所(じゅうしょ)", "名前(なまえ)", "電話(でんわ)"),
        "切(き)って 封筒(ふうとう)に はってください",
    ),
    "en": (
        "Cover sheet for your mail", "Put this sheet into the envelope with your papers. "
        "The code links them to your application.", "Enclosed", "Sender",
        ("Address", "Name", "Phone"), "Cut out and stick on the envelope",
    ),
}  # fmt: skip


def cover_data(cover: CoverDocument) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return the language of *cover*, its texts, and what is no text."""
    title, how, enclosed, sender, rows, cut = _WORDS.get(
        cover.language, _WORDS["easy_ja" if cover.language == "easy_ja" else "en"]
    )
    texts = {
        "title": title,
        "day": day(cover.at),
        "cut": cut,
        "postal_code": f"〒{cover.postal_code}",
        "address": cover.address,
        "to": f"{cover.office}\n{cover.section} 御中",
        "red": "手続き書類在中",
        "procedure": cover.procedure,
        "how": how,
        "enclosed_head": enclosed,
        "enclosed": list(cover.enclosures),
        "sender_head": sender,
        "sender": list(rows),
    }
    plain = {"qr": vars(qr(cover.token)), "code": in_fours(cover.token)}
    return known_language(cover.language), texts, plain
