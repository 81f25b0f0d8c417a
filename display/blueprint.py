"""The pages of the waiting-room screens, the clips they play and the pictures they show.

The server passes in what a screen may show; nothing here knows where it comes from.
"""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from display import sample, view
from display.office import Office
from display.voice.clips import Voice
from display.voice.foreign import call_text

A_WEEK_S = 7 * 24 * 3600
#: A page of its own for each way to lay out a screen.
TEMPLATES = {
    "area": "display/area.html",
    "mixed": "display/area.html",
    "waiting": "display/waiting.html",
    "handover": "display/handover.html",
    "media": "display/media.html",
}


def make_blueprint(office: Office, voice: Voice) -> Blueprint:
    """Return the blueprint for ``/display``."""
    blueprint = Blueprint(
        "display",
        __name__,
        url_prefix="/display",
        static_folder="static",
        static_url_path="/static",
        template_folder="templates",
    )
    _add_pages(blueprint, office, voice)
    _add_sounds(blueprint, office, voice)
    return blueprint


def _add_pages(blueprint: Blueprint, office: Office, voice: Voice) -> None:
    @blueprint.get("/<code>")
    @blueprint.get("/<code>/<place>")
    def board(code: str, place: str | None = None) -> ResponseReturnValue:
        """Show an area (``1F``) as usual, or a display (``lobby_east``) as its manager chose."""
        shown = _shown(office, code, place)
        setting = _setting(shown)
        voice.prepare(office.vocabulary(code).sayings())
        page = render_template(
            TEMPLATES[setting["layout"]],
            board=view.board(shown, office.calls, office.words, setting),
            layout=setting["layout"],
            practice=current_app.config.get("CLOCK_IS_SET", False),
            data=_for_script(office, code, place, shown, setting, voice),
        )
        return page, {"Cache-Control": "no-store"}

    @blueprint.get("/<code>/pictures/<picture>.jpg")
    def picture(code: str, picture: str) -> ResponseReturnValue:
        return Response(office.picture(code, picture), mimetype="image/jpeg", headers=_keep())


def _add_sounds(blueprint: Blueprint, office: Office, voice: Voice) -> None:
    @blueprint.get("/voice/chime.wav")
    def chime() -> ResponseReturnValue:
        return _sound(voice.chime())

    @blueprint.get("/voice/<code>/<kind>/<words>.wav")
    def part(code: str, kind: str, words: str) -> ResponseReturnValue:
        """Say a part of a Japanese call, out of what this office can ever say."""
        if not office.vocabulary(code).holds(kind, words):
            abort(404)
        return _sound(voice.part(kind, words))

    @blueprint.get("/voice/<code>/call/<int:seq>.wav")
    def call(code: str, seq: int) -> ResponseReturnValue:
        """Say a call that stands on a board in the language of its ticket."""
        calls = office.area(code, None)["calls"]
        found = next((one for one in calls if one["seq"] == seq), None) or abort(404)
        return _sound(voice.saying(found["language"], _foreign(office, found) or ""))


def _shown(office: Office, code: str, place: str | None) -> Mapping[str, Any]:
    draft = request.args.get("preview")
    if draft:
        return sample.filled(office.draft(code, draft))
    is_display = place is not None and place[:1].islower()
    return office.display(code, place) if is_display and place else office.area(code, place)


def _setting(shown: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return how the screen is set; what the page's address says goes first."""
    asked = request.args
    setting = view.USUAL | dict(shown.get("display") or {})
    if asked.get("sound") == "off":
        setting["audio_master"] = False
    volume = asked.get("volume", type=int)
    if volume is not None:
        setting |= {"volume": volume, "loudness": []}
    return setting


def _foreign(office: Office, call: Mapping[str, Any]) -> str | None:
    kind = "recall" if call.get("recall") else "call"
    phrase = office.calls[kind].get(call["language"])
    return phrase and call_text(call["language"], phrase, call["label"], str(call["counter"]))


def _for_script(
    office: Office,
    code: str,
    place: str | None,
    snapshot: Mapping[str, Any],
    setting: Mapping[str, Any],
    voice: Voice,
) -> dict[str, Any]:
    return {
        "office": code,
        "place": place,
        "snapshot": snapshot,
        "setting": setting,
        "preview": "preview" in request.args,
        "version": version("madoguchi"),
        "phrases": {kind: office.calls[kind] for kind in ("call", "recall")},
        "words": office.words,
        "voice": {"languages": sorted(voice.languages), "edition": voice.edition},
    }


def _sound(wav: bytes | None) -> ResponseReturnValue:
    if wav is None:
        abort(404)
    return Response(wav, mimetype="audio/wav", headers=_keep())


def _keep() -> dict[str, str]:
    return {"Cache-Control": f"public, max-age={A_WEEK_S}"}
