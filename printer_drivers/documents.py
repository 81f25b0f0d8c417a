"""What is on paper: the one language that the server writes and a kiosk prints.

A document says *what* is on the paper, already in the reader's language; `layout`
says how it looks. Documents hold personal data: they are printed, never logged
and never kept on a kiosk's disk.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter


class _Shape(BaseModel):
    """A part of a document. A kiosk may be older than its server, so it skips what it lacks."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Wait(_Shape):
    """How long until the call, in minutes; ``from``-``to`` is what people are told."""

    from_: int | None = Field(default=None, alias="from")
    to: int | None = None
    state: Literal["estimate", "soon", "unknown"]
    p50: float | None = None
    lo90: float | None = None
    hi90: float | None = None


class TicketDocument(_Shape):
    """A queue ticket, 番号札."""

    kind: Literal["ticket"] = "ticket"
    title: str
    language: str = "ja"
    office: str
    label: str
    service: str
    #: The purpose in Japanese, for staff, when `language` is another one.
    service_ja: str
    issued_at: AwareDatetime
    order_time: AwareDatetime
    visit_class: Literal["walk_in", "reserved", "priority"]
    #: How many minutes the order time lies before the reserved time or the arrival.
    head_start_min: int = 0
    reserved_for: AwareDatetime | None = None
    #: Where to wait, as a phrase: 「1階 10・11番窓口の前」.
    where: str
    #: None on a ticket that a kiosk made without the office: nobody told it.
    ahead: int | None
    wait: Wait
    #: A kiosk gave the number while the office could not be reached.
    offline: bool = False
    #: Things to use at the counter, one line each.
    bring: tuple[str, ...] = ()
    #: Opens "my turn" on the phone; the visit code is in the fragment.
    visit_url: str | None = None
    #: 0 on the first paper; n on the n-th 再発行.
    reissue: int = 0
    #: A paper of this visit has a 〓 where a character should be: staff write it in.
    unprintable: bool = False
    #: The office's mark: a small PNG in base64.
    logo: str | None = None


class FieldRow(_Shape):
    """One labelled value; a name has its furigana above and is drawn larger."""

    row: Literal["field"] = "field"
    label: str
    value: str
    furigana: str | None = None
    is_name: bool = False


class BoxesRow(_Shape):
    """Empty boxes to be written in by hand, e.g. 12 for the My Number."""

    row: Literal["boxes"] = "boxes"
    label: str
    count: int
    note: str | None = None


class TableRow(_Shape):
    """A small table: family members, nurseries in order of wish."""

    row: Literal["table"] = "table"
    columns: tuple[str, ...]
    #: Each cell a text; every line as long as `columns`.
    lines: tuple[tuple[str, ...], ...]


class CheckRow(_Shape):
    """A statement with a box before it."""

    row: Literal["check"] = "check"
    label: str
    checked: bool


class SignatureRow(_Shape):
    """Room to sign by hand; at least 15 mm high."""

    row: Literal["signature"] = "signature"
    label: str


FormRow = Annotated[
    FieldRow | BoxesRow | TableRow | CheckRow | SignatureRow, Field(discriminator="row")
]


class FormSection(_Shape):
    """A headed block of a form."""

    title: str
    rows: tuple[FormRow, ...]


class FormDocument(_Shape):
    """A filled form, 申請書."""

    kind: Literal["form"] = "form"
    form: str
    title: str
    #: ``draft_only`` papers say 下書き: they are copied onto the statutory form.
    print_mode: Literal["form", "draft_only"] = "form"
    office: str
    #: 「大阪市 住之江区長 様」
    addressee: str
    date: date
    label: str | None = None
    #: The token, drawn as the form's own QR and in groups of four.
    token: str | None = None
    sections: tuple[FormSection, ...]
    reissue: int = 0
    #: 控え, which the resident takes home: nothing on it is written by hand.
    duplicate: bool = False


class SheetDocument(_Shape):
    """The A4 sheet a resident may print at home: QR, when, where, what to bring."""

    kind: Literal["sheet"] = "sheet"
    language: str = "ja"
    office: str
    service: str
    token: str
    #: None for a pre-application without a reservation.
    start: datetime | None = None
    minutes: int | None = None
    where: str
    #: What the filled paper is called that comes out with the ticket; "" if none does.
    paper: str = ""
    bring: tuple[str, ...] = ()
    #: Where the office is and its number, for who comes; "" where nobody comes.
    address: str = ""
    phone: str = ""
    #: The address of the page where a booking is changed; "" leaves it out.
    page: str = ""


class CoverDocument(_Shape):
    """The sheet that goes along by mail: label, code, enclosures; the sender writes by hand."""

    kind: Literal["cover"] = "cover"
    language: str = "ja"
    office: str
    section: str
    postal_code: str
    address: str
    procedure: str
    token: str
    at: datetime
    enclosures: tuple[str, ...] = ()


Document = Annotated[TicketDocument | FormDocument | SheetDocument, Field(discriminator="kind")]

#: Parses what a server answers: ``documents.validate_python(answer["documents"])``.
documents: TypeAdapter[list[Document]] = TypeAdapter(list[Document])
