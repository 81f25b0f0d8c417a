"""Which words of the office stand in a text."""

import re
from collections.abc import Iterable, Sequence


def words_in(text: str, words: Iterable[str]) -> Sequence[str]:
    """Return those of *words* that stand in *text*, each once, as they come in it.

    Where several begin at one place the longest is meant, and nothing inside it is found.

    >>> words_in("印鑑登録証と代理人、世帯主と代理人", ["世帯", "世帯主", "代理人", "印鑑登録証"])
    ['印鑑登録証', '代理人', '世帯主']
    """
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    if not longest_first:
        return []
    found = re.findall("|".join(map(re.escape, longest_first)), text)
    return list(dict.fromkeys(found))
