"""Slot plans: the week as a grid, a draft beside it, and what publishing it would do."""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue

from config.schema.slot_plans import SlotPlan
from server.db.city import Look
from server.db.floor import Floor
from server.domain.refusals import FieldError, Misfit, Refused
from server.services import lotteries, plan_drafts, review_history, slot_plans
from server.services.access import MANAGERS, require
from server.web.current import actor_of, caller, city
from server.web.staff import japanese
from server.web.staff.office_frame import page, refused_visitor, told
from server.web.staff.pages import blueprint

DAYS = {
    "mon": "月", "tue": "火", "wed": "水", "thu": "木", "fri": "金", "sat": "土",
    "fourth_sunday": "第4日曜", "extra_sunday": "臨時の日曜",
}  # fmt: skip
METHODS = {"visit": "来庁", "web": "Web会議", "phone": "電話"}


@blueprint.get("/slot-plans/<office>")
def slot_plans_page(office: str) -> ResponseReturnValue:
    if (refused := refused_visitor(office, MANAGERS)) is not None:
        return refused
    return _page(office)


@blueprint.post("/slot-plans/<office>")
def change_slot_plans(office: str) -> ResponseReturnValue:
    """Change the draft, which travels with the page, or publish it."""
    who = caller()
    require(who, office, MANAGERS)
    draft: SlotPlan | None = None
    problems: list[dict[str, str]] = []
    status = 200
    try:
        draft = _draft()
        match request.form.get("do", ""):
            case "publish" | "bring-back":
                _publish(office, draft)
                return redirect(f"{request.full_path.rstrip('?')}", code=303)
            case step:
                draft = _changed(office, draft, step)
    except Refused as refusal:
        problems, status = told(refusal)
    return _page(office, draft, problems), status


def _draft() -> SlotPlan:
    try:
        document = json.loads(request.form.get("draft", ""))
    except ValueError:
        text = "画面の内容を読めませんでした。画面を読みなおしてください。"
        raise Misfit([FieldError("draft", "not_json", text)]) from None
    return plan_drafts.parsed(document)


def _changed(office: str, draft: SlotPlan, step: str) -> SlotPlan:
    name, _, place = step.partition(":")
    if name in STEPS:
        return STEPS[name](draft, request.form)
    if name == "new":
        return plan_drafts.beginning(request.form)
    if name == "copy":
        with city().reading() as look:
            return plan_drafts.with_week_copied(look.floor_of(office), draft, _monday(look.day))
    if name in ("patterns", "exceptions") and place.isdecimal():
        return plan_drafts.without(draft, name, int(place))
    return draft


def _with_exception(draft: SlotPlan, form: Mapping[str, str]) -> SlotPlan:
    return plan_drafts.with_exception(
        draft, form["date"], form.get("from", ""), form.get("to", ""),
        form.get("capacity", ""), form.get("note", ""), form.get("internal", ""),
    )  # fmt: skip


def _with_pattern(draft: SlotPlan, form: Mapping[str, str]) -> SlotPlan:
    season = {"from": form.get("season_from", ""), "to": form.get("season_to", "")}
    pattern = {
        "days": request.form.getlist("days"),
        "from": form.get("from", ""),
        "to": form.get("to", ""),
        "every_min": form.get("every_min") or None,
        "capacity": form.get("capacity", ""),
        "internal": form.get("internal") or 0,
        "season": season if any(season.values()) else None,
    }
    return plan_drafts.with_pattern(draft, pattern)


#: What a button of the page does to the draft.
STEPS: dict[str, Callable[[SlotPlan, Mapping[str, str]], SlotPlan]] = {
    "exception": _with_exception,
    "pattern": _with_pattern,
    "shares": plan_drafts.with_shares,
    "minutes": lambda draft, form: plan_drafts.with_value(draft, "minutes", form["minutes"]),
    "meeting_url": lambda draft, form: plan_drafts.with_value(
        draft, "meeting_url", form["meeting_url"]
    ),
}


def _publish(office: str, draft: SlotPlan) -> None:
    form = request.form
    decisions = {
        int(key.removeprefix("booking-")): value
        for key, value in form.items()
        if key.startswith("booking-") and value in ("move", "keep")
    }
    version = int(form["version"]) if form.get("version", "").isdecimal() else -1
    with city().transaction(office, actor_of(caller())) as work:
        if form["do"] == "bring-back" and form.get("wanted", "").isdecimal():
            # Who would be outside of a version that is brought back keeps the seat.
            outside = slot_plans.outside_of_version(work, int(form["wanted"]))
            keep = {one.reservation: "keep" for one in outside}
            slot_plans.bring_back(work, int(form["wanted"]), version, keep)
        else:
            slot_plans.publish(work, draft, version, decisions, form.get("note", ""))


def _monday(today: date) -> date:
    wanted = request.values.get("week", "")
    try:
        day = date.fromisoformat(wanted) if wanted else today
    except ValueError:
        day = today
    return day - timedelta(days=day.weekday())


def _page(
    office: str, draft: SlotPlan | None = None, problems: list[dict[str, str]] | None = None
) -> str:
    with city().reading() as look:
        floor = look.floor_of(office)
        published = {_key(one): one for one in floor.setup.slot_plans}
        asked = published.get(request.args.get("plan", "")) or plan_drafts.first_of(floor)
        if draft is not None:
            asked = published.get(_key(draft), asked)
        plan = draft or asked
        facts = {
            "plan": plan,
            "key": _key(plan),
            "plans": {_key(one): _name(floor, one) for one in (*published.values(), plan)},
            "bookable": {one.code: one.names.ja for one in floor.setup.services if one.bookable},
            "methods": METHODS,
            "venues": {code: words.ja for code, words in floor.setup.venues.items()},
            "draft": json.dumps(plan_drafts.document_of(plan), ensure_ascii=False),
            "is_changed": plan != asked,
            "outside": slot_plans.outside(look, floor, plan),
            **_week(look, floor, plan),
            **_versions(look, office),
        }
    return page(
        "slot_plans", office, "slot-plans", w=japanese, weekdays=DAYS, week=timedelta(days=7),
        problems=problems or [], **facts,
    )  # fmt: skip


def _key(plan: SlotPlan) -> str:
    return f"{plan.service}:{plan.method}:{plan.venue}"


def _name(floor: Floor, plan: SlotPlan) -> str:
    """Return what a plan is for: its service, the way, and the place where that says more."""
    where = dict.fromkeys((METHODS[plan.method], floor.setup.venues[plan.venue].ja))
    return f"{floor.service(plan.service).setup.names.ja}（{'・'.join(where)}）"


def _week(look: Look, floor: Floor, plan: SlotPlan) -> dict[str, Any]:
    """Return what the grid shows: a row for each time, a column for each day."""
    monday = _monday(look.day)
    week = slot_plans.week(look, floor.setup.code, plan, monday)
    cells = {(day, _time(cell)): cell for day, of_day in week.items() for cell in of_day}
    names = ("capacity", "booked", "internal")
    seats, booked, internal = (sum(getattr(c, name) for c in cells.values()) for name in names)
    return {
        "monday": monday,
        "days": list(week),
        "today": look.day,
        "times": sorted({time for _, time in cells}),
        "cells": cells,
        "totals": {"seats": seats, "booked": booked, "internal": internal},
        "suggested": plan_drafts.suggested(look, floor, plan, list(week)),
    }


def _time(cell: slot_plans.Cell) -> str:
    """Return the start of a cell so that times in a row stand in their order."""
    return japanese.clock(cell.start).rjust(5)


def _versions(look: Look, office: str) -> dict[str, Any]:
    history = slot_plans.history(look.session, office)
    return {
        "version": slot_plans.newest_version(look.session, office),
        "history": history,
        "draws": lotteries.history(look.session, office),
        "names": review_history.names_of(look.session, {one.by for one in history if one.by}),
    }
