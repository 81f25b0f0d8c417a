"""What a page says of a procedure beyond its Japanese: English, steps, fees, grounds, words."""

from collections.abc import Mapping
from copy import deepcopy

from server.services.edition_edits import Document, number

STEP_CHANNELS: Mapping[str, str] = {
    "online": "インターネット", "mail": "郵送", "counter": "窓口", "phone": "電話",
}  # fmt: skip
#: So many steps a procedure may have.
MOST_STEPS = 10


def with_more(document: Document, before: Document, values: Mapping[str, str]) -> Document:
    """Return a procedure with what stands in its further inputs.

    Args:
        before: the procedure as the page showed it; English that stayed while its Japanese
            changed is not taken over.
        values: ``more`` where the page has these inputs; of lists one entry a line.

    """
    if "more" not in values:
        return document
    new = deepcopy(document)
    for name in ("summary", "who_can_apply", "notes"):
        _english(new, before, name, values.get(f"{name}_en", ""))
    _english(new["deadline"], before["deadline"], "text", values.get("deadline_en", ""))
    new["steps"] = _steps(before.get("steps", []), values)
    new["fees"] = _fees(before["fees"], values.get("fee", ""), values.get("fees", ""))
    new["legal_basis"] = _lines(values.get("legal_basis", ""))
    new["search_words"] = _lines(values.get("search_words", ""))
    return new


def _english(new: Document, before: Document, name: str, text: str) -> None:
    told = text.strip() or None
    if new[f"{name}_ja"] == before[f"{name}_ja"] or told != before.get(f"{name}_en"):
        new[f"{name}_en"] = told


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pairs(text: str) -> list[tuple[str, str | None]]:
    """Return what stands before and after the bar of each line."""
    parts = (line.partition("|") for line in _lines(text))
    return [(ja.strip(), en.strip() or None) for ja, _, en in parts]


def _steps(old: list[Document], values: Mapping[str, str]) -> list[Document]:
    """Return the steps that have a name; other languages stay as long as the Japanese does."""
    known = {one["names"]["ja"]: one["names"] for one in old}
    things = {one["ja"]: one for step in old for one in step["enclosures"]}
    found = []
    for at in range(MOST_STEPS):
        ja = values.get(f"step_{at}_ja", "").strip()
        if ja:
            enclosed = _pairs(values.get(f"step_{at}_enclosures", ""))
            english = {"en": values.get(f"step_{at}_en", "").strip() or None}
            found.append(
                {
                    "channel": values.get(f"step_{at}_channel", "counter"),
                    "names": {**known.get(ja, {}), "ja": ja, **english},
                    "enclosures": [
                        {**things.get(thing, {}), "ja": thing, "en": en} for thing, en in enclosed
                    ],
                }
            )
    return found


def _fees(old: Document, one: str, several: str) -> Document:
    """Return one fee, or several of which each has its name: ``戸籍 | 450``."""
    known = {fee.get("name_ja") or fee["kind"]: fee for fee in old.get("kinds", [])}
    kinds = [
        {
            **known.get(name, {"kind": f"fee_{at}", "name_ja": name, "sure": True}),
            "yen": number(yen or ""),
        }
        for at, (name, yen) in enumerate(_pairs(several))
    ]
    return {**old, "yen": None if kinds else number(one), "kinds": kinds}
