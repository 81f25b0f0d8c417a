"""The pages of the waiting-room screens and the clips they play.

The server passes in what a board may show; nothing here knows where it comes from.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from display import view
from display.voice.clips import Voice

#: ``snapshot(office, area)``: the public board of one area, or of all of them for None.
Snapshot = Callable[[str, str | None], Mapping[str, Any]]

A_WEEK_S = 7 * 24 * 3600


def make_blueprint(snapshot: Snapshot, voice: Voice, phrases: view.Phrases) -> Blueprint:
    """Return the blueprint for ``/display``; *phrases* are the calls by kind and language."""
    blueprint = Blueprint(
        "display",
        __name__,
        url_prefix="/display",
        static_folder="static",
        static_url_path="/static",
        template_folder="templates",
    )

    @blueprint.get("/<office>")
    @blueprint.get("/<office>/<area>")
    def board(office: str, area: str | None = None) -> ResponseReturnValue:
        now_shown = snapshot(office, area)
        page = render_template(
            "display/board.html",
            board=view.board(now_shown, phrases),
            practice=current_app.config.get("CLOCK_IS_SET", False),
            data=_for_script(office, area, now_shown, voice, phrases),
        )
        return page, {"Cache-Control": "no-store"}

    @blueprint.get("/voice/chime.wav")
    def chime() -> ResponseReturnValue:
        return _sound(voice.chime())

    @blueprint.get("/voice/<office>/<name>.wav")
    def clip(office: str, name: str) -> ResponseReturnValue:
        """Say only what is on a board now, so that nobody makes us synthesise the alphabet."""
        kind, _, words = name.rpartition("-")
        calls = snapshot(office, None)["calls"]
        if words not in {call["label"] for call in calls} | {str(c["counter"]) for c in calls}:
            abort(404)
        sound = voice.clip(kind, words)
        return _sound(sound) if sound else abort(404)

    return blueprint


def _for_script(
    office: str,
    area: str | None,
    snapshot: Mapping[str, Any],
    voice: Voice,
    phrases: view.Phrases,
) -> dict[str, Any]:
    return {
        "office": office,
        "area": area,
        "snapshot": snapshot,
        "phrases": {kind: phrases[kind] for kind in ("call", "recall")},
        "voice": {"speaks": voice.speaks, "edition": voice.edition},
        "sound": request.args.get("sound") != "off",
        "volume": request.args.get("volume", default=100, type=int),
    }


def _sound(wav: bytes) -> Response:
    return Response(
        wav, mimetype="audio/wav", headers={"Cache-Control": f"public, max-age={A_WEEK_S}"}
    )
