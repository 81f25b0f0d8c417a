"""添付書類 (attachments): the files that may, or have to, be sent along with a form."""

from typing import Annotated

from pydantic import AfterValidator, Field

from config.schema.shapes import Code, Shape, Text, Words


class Attachment(Shape):
    """One kind of file of a form: a copy of something, photographed or as a PDF."""

    code: Code
    label: Words
    required: bool = Field(default=False, description="true: the form is not taken without it")
    most: Annotated[int, Field(ge=1, le=10)] = Field(default=1, description="at most so many files")
    note_ja: Text | None = None
    note_en: Text | None = None

    @property
    def note(self) -> Words | None:
        """What stands below its name."""
        return Words(ja=self.note_ja, en=self.note_en) if self.note_ja else None


def _each_code_once(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    codes = [one.code for one in attachments]
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise ValueError(f"同じ code の添付書類があります: {'、'.join(sorted(twice))}")
    return attachments


Attachments = Annotated[tuple[Attachment, ...], AfterValidator(_each_code_once)]
