"""What fits together and is still no good: nobody gets there, needs it, or can read it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from config.checks.catalogue import Entries, places_of
from config.checks.names import Place
from config.checks.reach import can_hold, unreachable_fields
from config.loading import Loaded
from config.problems import Problem
from config.schema import shown
from config.schema.forms import Form
from config.schema.procedures import Procedure
from config.schema.questionnaire import Question
from config.schema.shown import Shown, english_of


def of_form(file: Loaded[Form], entries: Entries) -> Iterator[Problem]:
    """Yield what to look at in a form."""
    form = file.value
    places = places_of(form)
    for field, reason in unreachable_fields(form):
        text = f"出てこない項目です。{reason} (unreachable)"
        yield file.problem(text, *places[field.key], "show_if")
    yield from _twice(file, places)
    yield from untranslated(file, shown.of(form))
    procedures = entries.procedures.value.procedures
    if not any(form.id in one.forms for one in procedures):
        yield file.problem("どの手続きも、この申請書を使いません (unused)", "used_by")


def of_question(file: Loaded[Question], entries: Entries) -> Iterator[Problem]:
    """Yield what to look at in a question of the finder."""
    question = file.value
    known = {one.id: one for one in entries.questionnaire.value.questions}
    if question.show_if and not can_hold(question.show_if, known):
        yield file.problem("どう答えても出てこない質問です (unreachable)", "show_if")
    yield from _asked_too_early(file, entries)
    yield from untranslated(file, shown.of(question))
    used = _values_looked_for(question.id, entries)
    if not used and question.type in ("single", "multi"):
        yield file.problem("この質問の答えは、どの手続きの判定にも使われません (unused)", "id")


def _asked_too_early(file: Loaded[Question], entries: Entries) -> Iterator[Problem]:
    """Yield the questions that a condition looks at before anybody could answer them."""
    order = [code for one in entries.questionnaire.value.screens for code in one.questions]
    question = file.value
    looked_at = {part.q for part in question.show_if.questions()} if question.show_if else set()
    for one in entries.questionnaire.value.questions:
        if one.id in looked_at and order.index(one.id) > order.index(question.id):
            text = f"後でたずねる「{one.text.ja}」の答えを見ています (too_early)"
            yield file.problem(text, "show_if")


def of_procedure(file: Loaded[Procedure], entries: Entries) -> Iterator[Problem]:
    """Yield what to look at in a procedure."""
    procedure = file.value
    known = {one.id: one for one in entries.questionnaire.value.questions}
    if not procedure.no_visit and not can_hold(procedure.needed_when, known):
        yield file.problem("どう答えても案内されない手続きです (unreachable)", "needed_when")
    if procedure.needed_when.always:
        yield file.problem("条件がないので、だれにでも案内します (always)", "needed_when")
    yield from untranslated(file, shown.of(procedure))
    again = [one for one, times in Counter(b.item_ja for b in procedure.bring).items() if times > 1]
    for at, bring in enumerate(procedure.bring):
        if bring.item_ja in again:
            yield file.problem(f"持ち物が2回あります: {bring.item_ja} (twice)", "bring", at)


def untranslated(file: Loaded[Any], texts: Shown) -> Iterator[Problem]:
    """Yield a problem where residents who read no Japanese would read Japanese."""
    for place, words in texts:
        if words.en is None:
            text = (
                "英語がありません。日本語のほかの6か国語の画面にも、"
                "日本語のまま出ます (untranslated)"
            )
            yield file.problem(text, *english_of(place))


def _twice(file: Loaded[Form], places: dict[str, Place]) -> Iterator[Problem]:
    """Yield the fields that ask what was asked before: nobody needs the second."""
    for group in file.value.groups:
        seen: set[str] = set()
        for field in group.fields:
            if field.label.ja in seen and not field.is_blank:
                text = f"同じことを2回たずねています: {field.label.ja} (twice)"
                yield file.problem(text, *places[field.key], "label")
            seen.add(field.label.ja)
    bound: set[str] = set()
    for field in file.value.fields:
        if field.bind in bound:
            text = f"前の項目と同じ内容({field.bind})です。1回だけたずねます (unneeded)"
            yield file.problem(text, *places[field.key], "bind")
        bound |= {field.bind} if field.bind else set()


def _values_looked_for(question: str, entries: Entries) -> set[str]:
    conditions = [one.needed_when for one in entries.procedures.value.procedures]
    conditions += [one.show_if for one in entries.questionnaire.value.questions if one.show_if]
    parts = (part for condition in conditions for part in condition.questions())
    return {value for part in parts if part.q == question for value in part.values}
