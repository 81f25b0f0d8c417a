"""申請書 (forms): what is asked, how it is checked, and what is printed but never kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from config.problems import Misplaced
from config.schema.attachments import Attachments
from config.schema.checklists import Check
from config.schema.shapes import Code, FieldKey, Shape, Text, When, Words

#: 個人, 事業者.
Applicant = Literal["person", "business"]
#: Where it is asked which of the two somebody is, in forms for both: once for all forms.
APPLICANT_TYPE = "applicant.type"
#: What a business is called, 商号・名称.
BUSINESS_NAME = "business.name"

FieldType = Literal[
    "account_kana",
    "address",
    "answers",
    "birth_date",
    "checkbox",
    "choice",
    "corporate_number",
    "date",
    "date_time",
    "digits",
    "email",
    "facility_code",
    "invoice_number",
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

#: The path of a value in the once-only profile: written once, filled in everywhere.
Bind = Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]


class Option(Shape):
    """One answer of a choice."""

    value: Annotated[str, Field(min_length=1, max_length=60)]
    label_ja: Text
    label_en: Text | None = None

    @property
    def label(self) -> Words:
        """What stands beside the box."""
        return Words(ja=self.label_ja, en=self.label_en)


class ClassOf(Shape):
    """The class of a nursery: the age on 1 April of the school year (年度) in which it begins."""

    born: FieldKey = Field(description="the birth date in the same row")
    starts: FieldKey = Field(description="the month of the form in which the child begins")


class SumOf(Shape):
    """A total: what stands in one column of a table of the form, added up."""

    table: FieldKey
    column: FieldKey


class Validation(Shape):
    """Checks that the type of a field does not bring along."""

    not_future_when: When | None = Field(
        default=None, description="a date that may not lie ahead if another field says so"
    )
    not_future: bool = Field(default=False, description="a date that has happened")
    months_ahead: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="a month: at least so many after this one"
    )
    class_of: ClassOf | None = Field(
        default=None, description="a choice of ages: the class of a child by its birth date"
    )
    sum_of: SumOf | None = Field(default=None, description="a number: the sum of a column")
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
    display: Literal["wareki", "yen"] | None = Field(
        default=None, description="yen: an amount, written with separators; its label says 円"
    )
    store: bool = True
    unique: bool = Field(default=False, description="in a table: no two rows have the same value")
    note_ja: Text | None = None
    note_en: Text | None = None
    validation: Validation | None = None

    @property
    def note(self) -> Words | None:
        """What stands below the field."""
        return Words(ja=self.note_ja, en=self.note_en) if self.note_ja else None

    @property
    def is_blank(self) -> bool:
        """Tell whether the paper has an empty box here and no program ever sees the content."""
        return self.type in BLANK_TYPES

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        if (self.type in CHOICE_TYPES) != bool(self.options):
            raise ValueError(f"選択肢(options)は choice と multi_choice だけに必要です: {self.key}")
        values = [option.value for option in self.options]
        again = _first_repeated(values)
        if again is not None:
            raise Misplaced(f"同じ値の選択肢があります: {values[again]}", "options", again, "value")
        if self.default is not None and self.options and self.default not in values:
            raise Misplaced(f"初期値が選択肢にありません: {self.default}", "default")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise Misplaced(f"min が max より大きくなっています: {self.min} > {self.max}", "min")
        if self.display == "yen" and (self.type != "number" or "円" not in self.label.ja):
            raise Misplaced(
                f"display: yen は、名前に「円」のある number の項目だけに書けます: {self.key}",
                "display",
            )
        if self.is_blank and self.store:
            raise Misplaced(
                f"空欄を印字する項目は store: false にしてください: {self.key}", "store"
            )
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

    @model_validator(mode="after")
    def _is_a_table_or_not(self) -> Self:
        if (self.type == "table") != bool(self.columns):
            raise ValueError(f"列(columns)は table だけに必要です: {self.key}")
        if self.unique:
            raise Misplaced(f"unique は表の列だけに書けます: {self.key}", "unique")
        keys = [column.key for column in self.columns]
        again = _first_repeated(keys)
        if again is not None:
            raise Misplaced(f"同じ key の列があります: {keys[again]}", "columns", again, "key")
        for at, column in enumerate(self.columns):
            rule = column.validation and column.validation.class_of
            if rule and rule.born not in keys:
                raise Misplaced(f"この表にない列を見ています: {rule.born}", "columns", at)
        if (self.min_rows or 0) > (self.max_rows or 50):
            raise Misplaced(f"min_rows が max_rows より大きくなっています: {self.key}", "min_rows")
        return self

    def depends_on(self) -> Iterator[tuple[str, str]]:
        """Yield each rule that looks at another field, and the key of that field."""
        for rule in ("required_if", "show_if"):
            for key in getattr(self, rule) or ():
                yield rule, key
        for key in (self.validation and self.validation.not_future_when) or ():
            yield "validation", key
        if self.validation and self.validation.sum_of:
            yield "validation", self.validation.sum_of.table
        for column in self.columns:
            if column.validation and column.validation.class_of:
                yield "columns", column.validation.class_of.starts
        if self.required_unless:
            yield "required_unless", self.required_unless


class Group(Shape):
    """Fields under one heading, on screen and on paper."""

    title_ja: Text
    title_en: Text | None = None
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]


class Form(Shape):
    """One 申請書. ``id`` is also the name of its file."""

    id: Code
    title: Words
    applicants: Annotated[tuple[Applicant, ...], Field(min_length=1)] = Field(
        default=("person",), description="whom it is for; for both it asks applicant.type"
    )
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
    checks: tuple[Check, ...] = Field(
        default=(), description="what staff look at before the visit and tick off"
    )
    attachments: Attachments = Field(default=(), description="files that are sent along")
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

    def applicant(self, values: Mapping[str, object]) -> Applicant:
        """Return who fills it in, by what *values* say where it is for both."""
        if len(self.applicants) == 1:
            return self.applicants[0]
        asked = next(one.key for one in self.fields if one.bind == APPLICANT_TYPE)
        return "business" if values.get(asked) == "business" else "person"

    @model_validator(mode="after")
    def _asks_whom_it_is_for(self) -> Self:
        asked = [one for one in self.fields if one.bind == APPLICANT_TYPE]
        if (len(set(self.applicants)) > 1) != bool(asked):
            raise Misplaced(
                f"個人と事業者の両方の様式だけに、bind: {APPLICANT_TYPE} の項目が必要です",
                "applicants",
            )
        for one in asked:
            if not one.required or {option.value for option in one.options} != {*self.applicants}:
                raise Misplaced(
                    f"bind: {APPLICANT_TYPE} の項目は、必ず答える person と business の選択です",
                    "applicants",
                )
        return self

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        places = [
            ("groups", at, "fields", number)
            for at, group in enumerate(self.groups)
            for number in range(len(group.fields))
        ]
        keys = [field.key for field in self.fields]
        again = _first_repeated(keys)
        if again is not None:
            raise Misplaced(f"同じ key の項目があります: {keys[again]}", *places[again], "key")
        lists = [field.bind if field.type == "table" else None for field in self.fields]
        again = _first_repeated(lists)
        if again is not None:
            raise Misplaced("2つの表が同じ bind を使っています", *places[again], "bind")
        for field, place in zip(self.fields, places, strict=True):
            for rule, other in field.depends_on():
                if other not in keys:
                    raise Misplaced(f"この様式にない項目を見ています: {other}", *place, rule)
        return self

    @model_validator(mode="after")
    def _checks_hang_together(self) -> Self:
        codes = [one.code for one in self.checks]
        again = _first_repeated(codes)
        if again is not None:
            text = f"同じ code の確認項目があります: {codes[again]}"
            raise Misplaced(text, "checks", again, "code")
        keys = {field.key for field in self.fields}
        for at, one in enumerate(self.checks):
            for key in one.show_if or ():
                if key not in keys:
                    text = f"この様式にない項目を見ています: {key}"
                    raise Misplaced(text, "checks", at, "show_if")
        return self


def _first_repeated(values: Sequence[str | None]) -> int | None:
    """Return the index of the first value that came before; None does not count as one."""
    for at, value in enumerate(values):
        if value is not None and value in values[:at]:
            return at
    return None
