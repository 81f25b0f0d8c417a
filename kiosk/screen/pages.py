"""What each screen needs to know: one function a screen, facts in, words out."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup

from kiosk.answers import Arrival, Purpose, Service
from kiosk.journal import Outcome, Unfinished
from kiosk.lobby import Lobby
from kiosk.masking import applicant, masked
from kiosk.opinions import LONGEST, SCORES, TURN
from kiosk.printing import Paper
from kiosk.screen.problems import problem_page
from kiosk.screen.qr import qr_svg
from kiosk.screen.times import clock_time, opens_again
from kiosk.screen.words import Words, word_list
from kiosk.steps import Screen
from kiosk.visitor import Opinion, StaffView, Visitor
from printer_drivers.documents import Wait
from printer_drivers.token import ALPHABET, PREFIX

_TYPED = 17
#: What stands on the key that turns the last sign into its next form.
TURNS = {"kana": "゛ ゜ 小", "vi": "à ả á"}


@dataclass(frozen=True)
class Scene:
    """Everything that a page is made of."""

    words: Words
    visitor: Visitor
    lobby: Lobby
    now: datetime
    unfinished: tuple[Unfinished, ...] = ()
    #: How the machine is, for staff.
    health: Mapping[str, Any] = field(default_factory=dict)


Page = Mapping[str, Any]


def page(screen: Screen, scene: Scene) -> Page:
    """Return the facts for the template of *screen*."""
    return _PAGES[screen](scene)


def home(scene: Scene) -> Page:
    words, lobby = scene.words, scene.lobby
    return {
        "buttons": [_purpose_button(scene, purpose) for purpose in lobby.purposes()],
        "languages": [
            (code, name)
            for code, name in word_list().languages.items()
            if code in word_list().complete() and code != words.language
        ],
        "notice": _notice(scene),
        "alone": lobby.alone,
        "unfinished": scene.unfinished[0] if scene.unfinished else None,
    }


def services(scene: Scene) -> Page:
    words, lobby = scene.words, scene.lobby
    purpose = next((one for one in lobby.purposes() if one.code == scene.visitor.purpose), None)
    known = [lobby.service(code) for code in purpose.services] if purpose else []
    return {
        "title": words.name(purpose.names, purpose.name) if purpose else "",
        "buttons": [_service_button(scene, service) for service in known if service],
    }


def priority(scene: Scene) -> Page:
    service = scene.lobby.service(scene.visitor.service or "")
    return {"service": scene.words.name(service.names, service.name) if service else ""}


def confirm(scene: Scene) -> Page:
    preview = scene.visitor.preview
    if preview is None:
        return {}
    kinds = [paper.kind for paper in preview.papers] or ["ticket"]
    service = scene.lobby.service(preview.service)
    names = service.names if service else {}
    return {
        "title": "confirm_title" if preview.reserved_for else "confirm_title_form",
        "service": scene.words.name(names, preview.service_name),
        "minutes": preview.minutes,
        "time": clock_time(preview.reserved_for) if preview.reserved_for else None,
        "name": masked(preview.name) if preview.name else None,
        "forms": kinds.count("form"),
        "late": preview.late,
    }


def printing(scene: Scene) -> Page:
    ticket = scene.visitor.ticket
    return {
        "label": ticket.arrival.ticket.label if ticket else "",
        "papers": [_paper_line(paper, scene.words) for paper in scene.visitor.papers],
        "name": _name(scene.visitor),
        "by_code": scene.visitor.preview is not None,
    }


def done(scene: Scene) -> Page:
    ticket = scene.visitor.ticket
    if ticket is None:
        return {}
    words, place = scene.words, ticket.arrival.ticket_paper
    return {
        "label": ticket.arrival.ticket.label,
        "count": sum(paper.outcome is Outcome.PRINTED for paper in scene.visitor.papers),
        "where": place.where if place else None,
        "wait": _wait_title(words, ticket.arrival),
        "ahead": _ahead(scene),
        "phone": bool(place and place.visit_url),
    }


def paper_failed(scene: Scene) -> Page:
    ticket = scene.visitor.ticket
    if ticket is None:
        return {}
    paper = ticket.arrival.ticket_paper
    out = any(paper.outcome is Outcome.PRINTED for paper in scene.visitor.papers)
    return {
        **done(scene),
        "title": "safe_but_form" if out else "safe_but_paper",
        "qr": qr_svg(paper.visit_url) if paper and paper.visit_url else None,
    }


def typing(scene: Scene) -> Page:
    code = PREFIX + scene.visitor.typed
    return {
        "cells": [
            [code[at : at + 1] for at in range(start, start + 4)] for start in range(0, 20, 4)
        ],
        "rows": [ALPHABET[start : start + 8] for start in range(0, 32, 8)],
        "left": _TYPED - len(scene.visitor.typed),
    }


def rating(_scene: Scene) -> Page:
    return {"scores": SCORES}


def thanks(scene: Scene) -> Page:
    opinion = scene.visitor.opinion
    return {"may_write": opinion is not None and not opinion.said}


def comment(scene: Scene) -> Page:
    """Return what is written so far, and the keys: the language's own or what was asked for."""
    opinion, listed = scene.visitor.opinion or Opinion(), word_list()
    own = listed.keyboard_of[scene.words.language]
    keys = opinion.keys if opinion.keys in listed.keyboards else own
    other = "kana" if keys != "kana" else own if own != "kana" else "latin"
    return {
        "typed": opinion.typed,
        "rows": listed.keyboards[keys],
        "other": other,
        "turn": TURNS.get(keys),
        "turn_sign": TURN,
        "left": LONGEST - len(opinion.typed),
    }


def staff(scene: Scene) -> Page:
    """Return counts, how the devices are, and the signs a label is made of."""
    seen = scene.visitor.staff or StaffView()
    prefixes = sorted({one.prefix for one in seen.counts.services}) if seen.counts else []
    printers = scene.health.get("printers", {})
    devices = {name: one["state"] for name, one in printers.items()} | {
        name: scene.health[name] for name in ("scanner", "server") if name in scene.health
    }
    return {"desk": seen, "prefixes": prefixes, "devices": devices}


def staff_pin(scene: Scene) -> Page:
    seen = scene.visitor.staff or StaffView()
    return {"desk": seen, "minutes": math.ceil(seen.locked_s / 60)}


def nothing(_scene: Scene) -> Page:
    return {}


def problem(scene: Scene) -> Page:
    return problem_page(scene.visitor, scene.words, scene.lobby, scene.now)


_PAGES: Mapping[Screen, Callable[[Scene], Page]] = {
    Screen.HOME: home,
    Screen.SERVICES: services,
    Screen.PRIORITY: priority,
    Screen.ASKING: nothing,
    Screen.CONFIRM: confirm,
    Screen.PRINTING: printing,
    Screen.DONE: done,
    Screen.PAPER_FAILED: paper_failed,
    Screen.ALREADY: done,
    Screen.PROBLEM: problem,
    Screen.TYPING: typing,
    Screen.RATING: rating,
    Screen.THANKS: thanks,
    Screen.COMMENT: comment,
    Screen.STILL_THERE: nothing,
    Screen.STAFF_PIN: staff_pin,
    Screen.STAFF: staff,
    Screen.STAFF_TICKET: staff,
}


def _notice(scene: Scene) -> tuple[Markup, Markup] | None:
    """Return headline and text that replace the purposes, if nobody can be served here."""
    words, lobby = scene.words, scene.lobby
    if lobby.trouble and not lobby.alone:
        return words.lines("trouble_title"), words.lines("trouble_text")
    facts = lobby.facts
    if facts.open:
        return None
    if not (facts.opens_at and facts.closes_at):
        return words.lines("closed_title"), words.lines("closed_text_today")
    hours = {"opens": clock_time(facts.opens_at), "closes": clock_time(facts.closes_at)}
    return words.lines("closed_title"), words.lines("closed_text", **hours)


def _purpose_button(scene: Scene, purpose: Purpose) -> dict[str, Any]:
    """Return the button of a purpose; with one service it is that service's own."""
    words = scene.words
    known = [one for code in purpose.services if (one := scene.lobby.service(code))]
    button = {
        "touch": "open",
        "value": purpose.code,
        **_status(scene, known),
        **(_way_to(scene, known[0]) if len(known) == 1 else {}),
        "icon": purpose.icon,
        "name": words.name(purpose.names, purpose.name),
    }
    if purpose.hint and button["open"]:
        button |= {"count": None, "wait": words.name(purpose.hint, "")}
    return button


def _service_button(scene: Scene, service: Service) -> dict[str, Any]:
    return {
        **_status(scene, [service]),
        **_way_to(scene, service),
        "icon": service.icon,
        "name": scene.words.name(service.names, service.name),
    }


def _way_to(scene: Scene, service: Service) -> dict[str, str]:
    """Return what a touch on a service does: take a number, or first ask about priority."""
    ask = service.ask_priority and service.open and not scene.visitor.assisted
    return {"touch": "ask" if ask else "choose", "value": service.id}


def _status(scene: Scene, services: list[Service]) -> dict[str, Any]:
    """Return whether tickets are given, and how many wait how long; or when they are again.

    A closed button can be touched all the same: the server says why, and when it opens.
    """
    words = scene.words
    now_open = [service for service in services if service.open]
    if not now_open:
        return {"open": False, "count": None, "wait": _opens(scene, services)}
    if all(service.waiting is None for service in now_open):
        return {"open": True, "count": None, "wait": None}
    queues = {service.queue: service for service in now_open}
    count = sum(service.waiting or 0 for service in queues.values())
    longest = max(queues.values(), key=lambda one: (one.wait.to or 0) if one.wait else 0)
    wait = None if count == 0 else _wait(words, longest.wait)
    return {"open": True, "count": count, "wait": wait}


def _opens(scene: Scene, services: list[Service]) -> str:
    moments = [service.opens_at for service in services if service.opens_at]
    if not moments:
        return scene.words.raw("service_closed")
    return opens_again(min(moments), scene.now, scene.words)


def _wait(words: Words, wait: Wait | None) -> Markup | None:
    if wait is None:
        return None
    if wait.state == "estimate":
        return words.plain("wait_range", **{"from": wait.from_, "to": wait.to})
    return words.plain(f"wait_{wait.state}")


def _wait_title(words: Words, arrival: Arrival) -> Markup:
    wait = arrival.ticket.wait
    if arrival.offline:
        return words.plain("wait_title_away")
    if wait.state == "estimate":
        return words.plain("wait_title_range", **{"from": wait.from_, "to": wait.to})
    return words.plain(f"wait_title_{wait.state}")


def _ahead(scene: Scene) -> Markup:
    ticket = scene.visitor.ticket
    ahead = ticket.arrival.ticket.ahead if ticket else 0
    paper = ticket.arrival.ticket_paper if ticket else None
    if ahead is None:
        return scene.words.plain("called_how")
    if paper and paper.reserved_for:
        key = "wait_reserved" if ahead else "wait_reserved_none"
        return scene.words.plain(key, time=clock_time(paper.reserved_for), ahead=ahead)
    return scene.words.plain("wait_ahead" if ahead else "wait_ahead_none", ahead=ahead)


def _paper_line(paper: Paper, words: Words) -> dict[str, Any]:
    kind = paper.document.kind
    line = {"kind": kind, "title": words.plain(kind)}
    return line | {"outcome": paper.outcome, "reason": paper.reason}


def _name(visitor: Visitor) -> str | None:
    name = applicant(visitor.ticket.arrival.forms) if visitor.ticket else None
    return masked(name) if name else None
