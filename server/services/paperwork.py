"""A filled form as paper: sections and rows of the printed 申請書, in Japanese, dates in 和暦.

Fields left empty are not printed; what is written by hand is printed as empty boxes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from config.schema.forms import Column, Form, FormField
from printer_drivers.documents import (
    BoxesRow,
    CheckRow,
    FieldRow,
    FormDocument,
    FormRow,
    FormSection,
    SignatureRow,
    TableRow,
)
from server.db.floor import Floor
from server.domain import headings
from server.domain.business_day import business_date
from server.domain.forms import check_form
from server.domain.questions import Surroundings
from server.services.paper_values import Names, shown

MY_NUMBER_DIGITS = 12
SAME_AS_ABOVE = "同上"
BY_HAND = "窓口で、ご本人がお書きください"

#: A table with more columns is printed as one block a row.
MOST_TABLE_COLUMNS = 5


def checked(form: Form, values: Mapping[str, Any], floor: Floor, now: datetime) -> dict[str, Any]:
    """Return the values of *form* as they are kept.

    Raises:
        Misfit: every misfit at once.

    """
    return check_form(form, values, surroundings(floor, now))


def surroundings(floor: Floor, now: datetime) -> Surroundings:
    """Return what answers given at this office are checked against."""
    listed = {one.code for one in floor.setup.facilities}
    return Surroundings(today=business_date(now), facilities=listed or None)


def names_of(floor: Floor) -> Names:
    """Return what the codes on this office's papers are called."""
    setup = floor.setup
    return Names(
        facilities={one.code: one.name_ja for one in setup.facilities},
        wards={setup.code: setup.ward_names.ja},
    )


def form_document(
    form: Form, values: Mapping[str, Any], *, office: str, day: date, names: Names,
    label: str | None = None, token: str | None = None, reissue: int = 0,
) -> FormDocument:  # fmt: skip
    """Return *form* filled with *values* (as `server.domain.forms` keeps them) for printing."""
    values = _said_once(form, values)
    sections = (
        section
        for group in form.groups
        for section in _sections(group.title_ja, group.fields, values, names)
    )
    return FormDocument(
        form=form.id,
        title=form.title.ja,
        print_mode="draft_only" if form.print_mode == "draft_only" else "form",
        office=office,
        addressee=addressee(form, office),
        date=day,
        label=label,
        token=token,
        sections=tuple(sections),
        reissue=reissue,
    )


def _said_once(form: Form, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return *values* with an address that was written further up as 「同上」."""
    told: set[str] = set()
    kept = dict(values)
    for one in form.fields:
        address = kept.get(one.key)
        if one.type != "address" or not address:
            continue
        if address in told:
            kept[one.key] = SAME_AS_ABOVE
            kept.pop(one.key.replace("address", "postal"), None)
        told.add(address)
    return kept


def addressee(form: Form, office: str) -> str:
    """Return whom *form* is addressed to: 「大阪市 住之江区長 様」, nothing for bookings."""
    if form.addressee_ja == "-":
        return ""
    ward = office.removesuffix("役所").removesuffix("区")
    return form.addressee_ja.format(ward=ward).replace(" 区長", "区長") + " 様"


def _sections(
    title: str, fields: Sequence[FormField], values: Mapping[str, Any], names: Names
) -> Iterable[FormSection]:
    """Yield a section for each owner in a group (保護者1, 保護者2) and for each long table row."""
    for part in headings.parts(title, fields):
        blocks = [one for one in part.fields if _is_block_table(one)]
        rows = _rows([one for one in part.fields if one not in blocks], values, names)
        for table in blocks:
            yield from _blocks(table, values.get(table.key, []), names)
        if any(not isinstance(row, BoxesRow) for row in rows) or (rows and not blocks):
            yield FormSection(title=part.title, rows=tuple(rows))


def _rows(fields: Sequence[Column], values: Mapping[str, Any], names: Names) -> list[FormRow]:
    labels = headings.short_labels(fields)
    joined = _joined(fields, values)
    beside = {
        one.key: shown(one, values[one.key], names)
        for one in fields
        if one.key in joined.values() and values.get(one.key)
    }
    rows: list[FormRow] = []
    for one in fields:
        if one.key in joined.values():
            continue  # printed inside the row it belongs to
        partner = beside.get(joined.get(one.key, ""))
        rows += _row(one, values.get(one.key), partner, labels[one.key], names)
    return rows


def _joined(fields: Sequence[Column], values: Mapping[str, Any]) -> dict[str, str]:
    """Return what is printed in the row of what: furigana, postal code, sex."""
    keys = {one.key: one.type for one in fields}
    pairs = {}
    for key, type_ in keys.items():
        partner = {
            "name": key.replace("name", "kana"),
            "address": key.replace("address", "postal"),
            "birth_date": key.replace("birth_date", "sex"),
        }.get(type_)
        if partner and partner != key and partner in keys and values.get(key):
            pairs[key] = partner
    return pairs


def _row(
    one: Column, value: Any, partner: str | None, label: str, names: Names
) -> Sequence[FormRow]:
    by_hand = _by_hand(one, label)
    if by_hand or value in (None, [], False):
        return by_hand
    if one.type == "checkbox":
        return [CheckRow(label=one.label.ja, checked=True)]
    if isinstance(one, FormField) and one.type == "table":
        return [_table(one, value, names)]
    text = shown(one, value, names)
    if one.type == "name":
        return [FieldRow(label=label, value=text, furigana=partner, is_name=True)]
    if one.type == "address" and partner:
        text = f"〒{partner}\n{text}"
    if one.type == "birth_date" and partner:
        text = f"{text}（{partner}）"
    return [FieldRow(label=label, value=text)]


def _by_hand(one: Column, label: str) -> Sequence[FormRow]:
    match one.type:
        case "my_number_blank":
            return [BoxesRow(label=label, count=MY_NUMBER_DIGITS, note=BY_HAND)]
        case "seal_box":
            return [BoxesRow(label=label, count=1)]
        case "signature_blank":
            return [SignatureRow(label=f"{label}（ご本人がお書きください）")]
        case "notice":
            return [FieldRow(label="ご案内", value=one.label.ja)]
    return []


def _is_block_table(one: FormField) -> bool:
    if one.type != "table":
        return False
    kinds = {column.type for column in one.columns}
    return "kana" in kinds or len(one.columns) > MOST_TABLE_COLUMNS


def _blocks(
    table: FormField, lines: Sequence[Mapping[str, Any]], names: Names
) -> Iterable[FormSection]:
    for place, line in enumerate(lines, start=1):
        title = table.label.ja + (f" {place}" if len(lines) > 1 else "")
        yield FormSection(title=title, rows=tuple(_rows(table.columns, line, names)))


def _table(table: FormField, lines: Sequence[Mapping[str, Any]], names: Names) -> TableRow:
    """Return the lines without columns that nobody filled in."""
    columns = [one for one in table.columns if any(line.get(one.key) for line in lines)]
    labels = headings.short_labels(columns)
    return TableRow(
        columns=tuple(labels[one.key] for one in columns),
        lines=tuple(
            tuple(_cell(one, line.get(one.key), names) for one in columns) for line in lines
        ),
    )


def _cell(column: Column, value: Any, names: Names) -> str:
    if column.type == "checkbox":
        return "○" if value else ""
    return "" if value is None else shown(column, value, names, narrow=True)
