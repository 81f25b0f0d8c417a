"""申請書 (forms): what is asked, how it is checked, and what is printed but never kept."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from config.schema.shapes import Code, Shape, Text, Words

FieldType = Literal[
    "account_kana",
    "address",
    "answers",
    "birth_date",
    "checkbox",
    "choice",
    "date",
    "date_time",
    "digits",
    "email",
    "facility_code",
    "kana",
    "multi_choice",
    "my_number_blank",
    "name",
    "notice",
    "number",
    "pension_number",
    "phone",
    "postal_code",
    "procedure_list",
    "relation",
    "residence_card_no",
    "seal_box",
    "signature_blank",
    "slot",
    "table",
    "text",
    "textarea",
    "time_range",
    "ward",
    "ward_code",
    "year_month",
]

#: Printed for the hand at the counter: never asked, never validated, never stored.
BLANK_TYPES: frozenset[FieldType] = frozenset(
    {"my_number_blank", "signature_blank", "seal_box", "notice"}
)

#: Types that carry a list of `Option`.
CHOICE_TYPES: frozenset[FieldType] = frozenset({"choice", "multi_choice"})


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"正規表現として読めません: {error}") from None
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]
FieldKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]

#: The path of a value in the once-only profile: written once, filled in everywhere.
Bind = Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]

#: Another field of the same form and the values of it that count.
When = dict[FieldKey, tuple[str, ...]]


class Option(Shape):
    """One answer of a choice."""

    value: Annotated[str, Field(min_length=1, max_length=60)]
    label_ja: Text
    label_en: Text | None = None


class Validation(Shape):
    """Checks that the type of a field does not bring along."""

    not_future_when: When | None = Field(
        default=None, description="a date that may not lie ahead if another field says so"
    )
    charset: Literal["jinmeiyo"] | None = Field(
        default=None, description="characters that may stand in a child's given name"
    )


class Column(Shape):
    """One question: a field of a form, or a column of its table."""

    key: FieldKey
    label: Words
    type: FieldType
    required: bool
    bind: Bind | None = None
    options: tuple[Option, ...] = ()
    default: str | None = None
    length: Annotated[int, Field(ge=1)] | None = Field(default=None, description="exact digits")
    max_length: Annotated[int, Field(ge=1)] | None = Field(default=None, description="graphemes")
    min: int | None = None
    max: int | None = None
    pattern: Pattern | None = None
    display: Literal["wareki"] | None = None
    store: bool = True
    note_ja: Text | None = None

    @property
    def is_blank(self) -> bool:
        """Tell whether the paper has an empty box here and no program ever sees the content."""
        return self.type in BLANK_TYPES

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        if (self.type in CHOICE_TYPES) != bool(self.options):
            raise ValueError(f"選択肢(options)は choice と multi_choice だけに必要です: {self.key}")
        values = [option.value for option in self.options]
        if len(values) != len(set(values)):
            raise ValueError(f"同じ値の選択肢があります: {self.key}")
        if self.default is not None and self.options and self.default not in values:
            raise ValueError(f"初期値(default)が選択肢にありません: {self.default}")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min が max より大きくなっています: {self.min} > {self.max}")
        if self.is_blank and self.store:
            raise ValueError(f"空欄を印字する項目は store: false にしてください: {self.key}")
        return self


class FormField(Column):
    """One question of a form; a table repeats its columns row by row."""

    columns: tuple[Column, ...] = ()
    min_rows: Annotated[int, Field(ge=0)] | None = None
    max_rows: Annotated[int, Field(ge=1, le=50)] | None = None
    required_if: When | None = Field(
        default=None, description="required as soon as another field has one of these values"
    )
    required_unless: FieldKey | None = Field(
        default=None, description="not required while this checkbox of the same form is ticked"
    )
    show_if: When | None = Field(
        default=None, description="asked only while another field has one of these values"
    )
    validation: Validation | None = None

    @model_validator(mode="after")
    def _is_a_table_or_not(self) -> Self:
        if (self.type == "table") != bool(self.columns):
            raise ValueError(f"列(columns)は table だけに必要です: {self.key}")
        keys = [column.key for column in self.columns]
        if len(keys) != len(set(keys)):
            raise ValueError(f"同じ key の列があります: {self.key}")
        if (self.min_rows or 0) > (self.max_rows or 50):
            raise ValueError(f"min_rows が max_rows より大きくなっています: {self.key}")
        return self

    def depends_on(self) -> Iterator[str]:
        """Yield the keys of other fields that decide about this one."""
        rules = self.validation.not_future_when if self.validation else None
        for when in (self.required_if, self.show_if, rules):
            yield from when or ()
        if self.required_unless:
            yield self.required_unless


class Group(Shape):
    """Fields under one heading, on screen and on paper."""

    title_ja: Text
    title_en: Text | None = None
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]


class Form(Shape):
    """One 申請書. ``id`` is also the name of its file."""

    id: Code
    title: Words
    print_mode: Literal["form", "draft_only", "booking"] = Field(
        description="form: handed in as printed; draft_only: copied onto the statutory form; "
        "booking: nothing is handed in"
    )
    paper_original: Literal["A4", "A3"]
    addressee_ja: Text = Field(description="{ward} becomes the name of the ward; - is nobody")
    submit_to: Code = Field(description="the section role that takes it")
    used_by: tuple[Code, ...]
    legal_basis: tuple[Text, ...] = ()
    header: tuple[Text, ...] = ()
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    notes_ja: Text | None = None
    title_is_official: bool
    sure: bool = Field(description="false: follow general practice, to be checked by the ward")
    unsure_points: tuple[Text, ...] = ()

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All fields in the order of the form, whatever heading they stand under."""
        return tuple(field for group in self.groups for field in group.fields)

    def field(self, key: str) -> FormField:
        """Return the field called *key*; KeyError if the form does not ask it."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        keys = [field.key for field in self.fields]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"同じ key の項目があります: {key}")
        for field in self.fields:
            for other in field.depends_on():
                if other not in keys:
                    raise ValueError(f"{field.key} が、ない項目を見ています: {other}")
        tables = [field.bind for field in self.fields if field.type == "table" and field.bind]
        if len(tables) != len(set(tables)):
            raise ValueError("2つの表(table)が同じ bind を使っています")
        return self
