"""Numbers for a preview, so that a manager sees a full screen in an office that is empty."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

#: How long ago each call of the sample was made, newest first.
_CALLED_AGO_S = (4, 9, 130, 310, 480, 640, 900, 1100, 1500)


def filled(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Return *snapshot* with sample calls where it has none; those who wait stay the real ones."""
    if snapshot["calls"]:
        return dict(snapshot)
    calls = list(_calls(snapshot))
    return {
        **snapshot,
        "calls": calls,
        "opening": None,
        "handover": {
            "ready": calls[:6],
            "preparing": [f"A{number}" for number in range(113, 119)],
            "counters": [{"counter": "4", "direction": "left"}],
        },
    }


def _calls(snapshot: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    now = datetime.fromisoformat(snapshot["now"])
    prefixes = [queue["prefix"] for queue in snapshot["waiting"]] or ["A"]
    ways = ("left", "right", "ahead")
    areas = list(snapshot.get("area_names", {"": ""}).items())
    for place, ago in enumerate(_CALLED_AGO_S):
        area, area_name = areas[place % len(areas)]
        yield {
            "seq": 100 - place,
            "label": f"{prefixes[place % len(prefixes)]}{118 - 7 * place:03}",
            "counter": str(3 + place),
            "area": area,
            "area_name": area_name,
            "direction": ways[place % len(ways)],
            "language": "vi" if place == 0 else "ja",
            "recall": False,
            "at": (now - timedelta(seconds=ago)).isoformat(),
        }
