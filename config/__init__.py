"""Settings and shipped data of Madoguchi. Importing this costs nothing; loading a pack does."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.pack import Pack

__all__ = ["assets_path", "load_pack"]


def load_pack(name: str) -> "Pack":
    """Return the pack *name*; see `config.packs.load_pack`, imported late because it is big."""
    from config import packs

    return packs.load_pack(name)


def assets_path() -> Path:
    """Return the folder of fonts, colours and scripts that every screen serves as ``/assets``."""
    return Path(__file__).parent / "assets"
