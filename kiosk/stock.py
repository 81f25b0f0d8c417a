"""What the kiosk keeps of the office for when it is away: hours, words, and who may come.

The papers of those who may come lie here sealed; a lookup id shows nobody.
"""

from collections.abc import Iterable

from kiosk.answers import Offer, OfficeFacts
from kiosk.disk import Disk
from kiosk.supplies import Package, PackageNews, Plan

_SCHEMA = """
CREATE TABLE IF NOT EXISTS package (
    lookup_id TEXT PRIMARY KEY, etag TEXT NOT NULL, content TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT;
"""


class Stock:
    """The last answers of the office that are worth keeping over a power cut."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        disk.create(_SCHEMA)
        plan = self._kept("plan")
        #: None: the office has never told one.
        self.plan = Plan.model_validate_json(plan) if plan else None
        self._last: dict[str, str] = {}

    def keep_plan(self, plan: Plan) -> None:
        """Replace the plan of the two days."""
        self.plan = plan
        self._keep("plan", plan.model_dump_json(by_alias=True))

    def keep_office(self, facts: OfficeFacts, offer: Offer) -> None:
        """Keep what the first screen shows, without what is old in a minute."""
        services = tuple(
            one.model_copy(update={"waiting": None, "wait": None}) for one in offer.services
        )
        lasting = offer.model_copy(update={"services": services})
        self._keep("facts", facts.model_copy(update={"now": None}).model_dump_json())
        self._keep("offer", lasting.model_dump_json(by_alias=True))

    def office(self) -> tuple[OfficeFacts, Offer] | None:
        """Return what `keep_office` kept, also before the last restart."""
        facts, offer = self._kept("facts"), self._kept("offer")
        if facts is None or offer is None:
            return None
        return OfficeFacts.model_validate_json(facts), Offer.model_validate_json(offer)

    def etags(self) -> dict[str, str]:
        """Return which package is held in which version."""
        return {row[0]: row[1] for row in self._disk.rows("SELECT lookup_id, etag FROM package")}

    def take(self, news: PackageNews) -> None:
        """Put the changed packages in their places and forget those that are gone."""
        with self._disk.at_once() as db:
            db.executemany("DELETE FROM package WHERE lookup_id=?", [(one,) for one in news.gone])
            db.executemany("INSERT OR REPLACE INTO package VALUES (?, ?, ?)", _rows(news.packages))

    def package(self, lookup_id: str) -> Package | None:
        """Return the package of a code."""
        rows = self._disk.rows("SELECT content FROM package WHERE lookup_id=?", (lookup_id,))
        return Package.model_validate_json(rows[0][0]) if rows else None

    def packages(self) -> int:
        """Return how many are held."""
        return int(self._disk.rows("SELECT count(*) FROM package")[0][0])

    def _keep(self, name: str, content: str) -> None:
        if self._last.get(name) != content:
            self._disk.write("INSERT OR REPLACE INTO kept VALUES (?, ?)", (name, content))
            self._last[name] = content

    def _kept(self, name: str) -> str | None:
        rows = self._disk.rows("SELECT content FROM kept WHERE name=?", (name,))
        return str(rows[0][0]) if rows else None


def _rows(packages: Iterable[Package]) -> list[tuple[str, str, str]]:
    return [(one.lookup_id, one.etag, one.model_dump_json(by_alias=True)) for one in packages]
