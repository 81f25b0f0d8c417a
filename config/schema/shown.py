"""Every text of the catalogue that residents read, and where it stands in its entry.

Leaves out what only staff or the paper show: addressees, notes of a form, empty boxes.
"""

from collections.abc import Iterator

from config.schema.forms import Column, Form
from config.schema.procedures import Procedure
from config.schema.questionnaire import Question
from config.schema.shapes import Words

#: Keys and indexes that lead to the text's Japanese.
Place = tuple[int | str, ...]
Shown = Iterator[tuple[Place, Words]]


def english_of(place: Place) -> Place:
    """Return where the English of the Japanese at *place* stands.

    >>> english_of(("title", "ja")), english_of(("options", 0, "label_ja"))
    (('title', 'en'), ('options', 0, 'label_en'))
    """
    return (*place[:-1], f"{str(place[-1]).removesuffix('ja')}en")


def of(entry: Form | Procedure | Question) -> Shown:
    """Yield the texts of an entry of the catalogue."""
    if isinstance(entry, Form):
        return _of_form(entry)
    return _of_procedure(entry) if isinstance(entry, Procedure) else _of_question(entry)


def _of_form(form: Form) -> Shown:
    """Yield the texts of a form's pages."""
    yield ("title", "ja"), form.title
    for at, group in enumerate(form.groups):
        yield ("groups", at, "title_ja"), Words(ja=group.title_ja, en=group.title_en)
        for number, field in enumerate(group.fields):
            place = ("groups", at, "fields", number)
            yield from _of_column(field, place)
            for column, one in enumerate(field.columns):
                yield from _of_column(one, (*place, "columns", column))
    for at, attachment in enumerate(form.attachments):
        yield ("attachments", at, "label", "ja"), attachment.label
        if attachment.note:
            yield ("attachments", at, "note_ja"), attachment.note


def _of_question(question: Question) -> Shown:
    """Yield the texts of a question of the finder."""
    yield ("text", "ja"), question.text
    for at, option in enumerate(question.options):
        yield ("options", at, "label", "ja"), option.label
    if question.help:
        yield ("help_ja",), question.help


def _of_procedure(procedure: Procedure) -> Shown:
    """Yield the texts of a procedure: in the finder's answer, on the page with the code."""
    yield ("name", "ja"), procedure.name.words
    deadline = procedure.deadline
    texts: dict[Place, Words | None] = {
        ("summary_ja",): procedure.summary,
        ("who_can_apply_ja",): procedure.who_can_apply,
        ("external_ja",): procedure.external,
        ("notes_ja",): procedure.notes,
        ("deadline", "text_ja"): deadline.text,
        ("deadline", "note_ja"): deadline.note,
    }
    for at, thing in enumerate(procedure.bring):
        texts |= {("bring", at, "item_ja"): thing.item, ("bring", at, "when_ja"): thing.when}
    for at, fee in enumerate(procedure.fees.kinds):
        texts["fees", "kinds", at, "name_ja"] = fee.name
    for at, step in enumerate(procedure.steps):
        texts[("steps", at, "names", "ja")] = step.names
        for number, enclosure in enumerate(step.enclosures):
            texts[("steps", at, "enclosures", number, "ja")] = enclosure
    yield from ((place, words) for place, words in texts.items() if words is not None)


def _of_column(column: Column, place: Place) -> Shown:
    yield (*place, "label", "ja"), column.label
    if column.note and not column.is_blank:
        yield (*place, "note_ja"), column.note
    for at, option in enumerate(column.options):
        yield (*place, "options", at, "label_ja"), option.label
