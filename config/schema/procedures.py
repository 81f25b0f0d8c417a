"""手続き (procedures): when they are needed, what to bring, by when, and how."""

from collections.abc import Collection
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.problems import Misplaced
from config.schema.conditions import Condition
from config.schema.shapes import Code, Shape, Text, Words

LifeEvent = Literal["moving", "bereavement", "birth_childcare", "certificates", "business"]

Channel = Literal[
    "full_online",
    "pre_apply",
    "pre_apply_and_interview",
    "reserve_only",
    "remote",
    "draft_only",
    "counter_only",
    "referral",
    "info_only",
]


class ProcedureName(Shape):
    """What a procedure is called, with its reading."""

    ja: Text
    kana: Annotated[str, Field(pattern=r"^[ぁ-ゖー・ゝゞ ()]+$")]
    en: Text

    @property
    def words(self) -> Words:
        """The name without its reading."""
        return Words(ja=self.ja, en=self.en)


class Bring(Shape):
    """One thing to bring."""

    item_ja: Text
    item_en: Text
    required: Literal["conditional"] | bool
    when_ja: Text | None = None
    when_en: Text | None = None

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if (self.required == "conditional") != (self.when_ja is not None):
            raise ValueError("when_ja は required: conditional のときに必要です")
        return self

    @property
    def item(self) -> Words:
        """The thing itself."""
        return Words(ja=self.item_ja, en=self.item_en)

    @property
    def when(self) -> Words | None:
        """In which case it is needed; None: always, or never without being asked."""
        return Words(ja=self.when_ja, en=self.when_en) if self.when_ja else None


class Deadline(Shape):
    """By when; on a closed day the next opening day counts.

    Several lengths belong to several parts of the procedure, as ``text_ja`` says.
    """

    text_ja: Text
    text_en: Text | None = None
    kind: Literal["legal", "benefit", "advised"]
    days: Annotated[int, Field(ge=0)] | None = None
    months: Annotated[int, Field(ge=1)] | None = None
    years: Annotated[int, Field(ge=1)] | None = None
    from_: Code | None = Field(default=None, alias="from", description="the day that starts it")
    count: Literal["next_day", "inclusive"] | None = Field(
        default=None, description="whether the starting day is the first day (戸籍法) or not"
    )
    note_ja: Text | None = None
    note_en: Text | None = None

    @model_validator(mode="after")
    def _can_be_counted(self) -> Self:
        lengths = (self.days, self.months, self.years)
        if any(lengths) and (self.from_ is None or self.count is None):
            raise ValueError("days・months・years には from と count が必要です")
        return self

    @property
    def text(self) -> Words:
        """By when."""
        return Words(ja=self.text_ja, en=self.text_en)

    @property
    def note(self) -> Words | None:
        """What else is to be known about it."""
        return Words(ja=self.note_ja, en=self.note_en) if self.note_ja else None


class Fee(Shape):
    """One fee among several."""

    kind: Code
    name_ja: Text | None = None
    name_en: Text | None = None
    yen: Annotated[int, Field(ge=0)]
    sure: bool

    @property
    def name(self) -> Words:
        """What it is paid for; its code where it has no name."""
        return Words(ja=self.name_ja or self.kind, en=self.name_en)


class Fees(Shape):
    """What it costs; ``yen`` null and no ``kinds`` means: not known."""

    yen: Annotated[int, Field(ge=0)] | None = None
    sure: bool = True
    kinds: tuple[Fee, ...] = ()


class Minutes(Shape):
    """How long it takes at the counter, and where the figure comes from."""

    value: Annotated[int, Field(ge=0, le=600)]
    basis: Text


class Availability(Shape):
    """Whether it is done outside ordinary hours."""

    friday_extended: bool
    fourth_sunday: bool
    note_ja: Text | None = None


class Step(Shape):
    """One step of a procedure that is partly online, by its own channel."""

    channel: Literal["online", "mail", "counter", "phone"]
    names: Words
    enclosures: tuple[Words, ...] = Field(default=(), description="what goes along by mail")

    @model_validator(mode="after")
    def _encloses_by_mail_only(self) -> Self:
        if (self.channel == "mail") != bool(self.enclosures):
            raise ValueError("enclosures は、郵送(mail)の段階にだけ、必ず書きます")
        return self


class Procedure(Shape):
    """An entry of the catalogue."""

    id: Code
    name: ProcedureName
    life_events: Annotated[tuple[LifeEvent, ...], Field(min_length=1)]
    summary_ja: Text
    summary_en: Text | None = None
    needed_when: Condition
    who_can_apply_ja: Text
    who_can_apply_en: Text | None = None
    section_role: Code
    external_ja: Text | None = None
    external_en: Text | None = None
    channel: Channel
    bookable: bool
    form: Code | None = Field(default=None, description="none: nothing is printed")
    booking_form: Code | None = None
    no_visit: bool = Field(
        default=False, description="sent online and accepted there: nobody comes for it"
    )
    proxy_form: Code | None = Field(
        default=None, description="the paper by which somebody else may come (委任状)"
    )
    steps: tuple[Step, ...] = Field(
        default=(), description="in their order, where the steps go by different channels"
    )
    bring: tuple[Bring, ...]
    deadline: Deadline
    fees: Fees
    service_minutes: Minutes
    availability: Availability | None = None
    legal_basis: tuple[Text, ...]
    search_words: tuple[Text, ...] = Field(
        default=(), description="what residents call it, beside the words of search_words.yaml"
    )
    notes_ja: Text | None = None
    notes_en: Text | None = None
    sources: Annotated[tuple[Text, ...], Field(min_length=1)]
    sure: bool = Field(description="false: something in it is to be checked by the ward")
    unsure_points: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _is_sent_as_a_whole(self) -> Self:
        if self.no_visit and (self.bookable or self.form is None):
            raise Misplaced("no_visit の手続きには form が必要で、予約はできません", "no_visit")
        return self

    @property
    def forms(self) -> tuple[Code, ...]:
        """Every form that may be filled in for it."""
        return tuple(filter(None, (self.form, self.booking_form, self.proxy_form)))

    @property
    def summary(self) -> Words:
        """What it is, in a sentence or two."""
        return Words(ja=self.summary_ja, en=self.summary_en)

    @property
    def who_can_apply(self) -> Words:
        """Who may do it."""
        return Words(ja=self.who_can_apply_ja, en=self.who_can_apply_en)

    @property
    def external(self) -> Words | None:
        """Who takes it, where that is not the ward office."""
        return Words(ja=self.external_ja, en=self.external_en) if self.external_ja else None

    @property
    def notes(self) -> Words | None:
        """What residents should know besides."""
        return Words(ja=self.notes_ja, en=self.notes_en) if self.notes_ja else None

    @model_validator(mode="after")
    def _booking_has_its_form(self) -> Self:
        if self.bookable and self.booking_form is None:
            raise Misplaced("予約できる手続きには、「予約で聞くこと」が必要です", "booking_form")
        return self


class SearchGroup(Shape):
    """What residents say, and the procedures they mean by it."""

    words: Annotated[tuple[Text, ...], Field(min_length=1)]
    procedures: Annotated[tuple[Code, ...], Field(min_length=1)]


class SearchWords(Shape):
    """The file ``search_words.yaml``."""

    groups: tuple[SearchGroup, ...]

    def only(self, procedures: Collection[str]) -> "SearchWords":
        """Return the words for *procedures* alone."""
        kept = (
            (one, tuple(code for code in one.procedures if code in procedures))
            for one in self.groups
        )
        return SearchWords(
            groups=tuple(
                one.model_copy(update={"procedures": codes}) for one, codes in kept if codes
            )
        )


class Procedures(Shape):
    """The file ``procedures.yaml``."""

    as_of: Text
    procedures: Annotated[tuple[Procedure, ...], Field(min_length=1)]
