"""Finding and loading packs: those that come with the product, and a city's own."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from config.assembly import assemble
from config.checks import check
from config.pack import Pack
from config.problems import BadConfig, BadSetting
from config.sources import read_sources


def available() -> tuple[str, ...]:
    """Return the names of the packs that come with the product."""
    return tuple(sorted(path.parent.name for path in _shipped().glob("*/pack.yaml")))


def load_pack(name: str) -> Pack:
    """Return the pack *name*: one that comes with the product, or the path of a folder.

    Raises:
        BadSetting: there is no such pack; the message names those there are.
        BadConfig: its files have mistakes; all of them are told, with their lines.

    """
    folder = _shipped() / name if name in available() else Path(name)
    if not (folder / "pack.yaml").is_file():
        raise BadSetting(
            f"「{name}」という設定一式(pack)はありません。"
            f"使えるもの: {'、'.join(available())}、または pack.yaml のあるフォルダ。"
        )
    return _load(folder.resolve())


@cache
def _load(folder: Path) -> Pack:
    sources = read_sources(folder)
    problems = tuple(check(sources))
    if problems:
        raise BadConfig(problems)
    return assemble(folder.name, sources)


def _shipped() -> Path:
    return Path(str(files("config"))) / "data"
