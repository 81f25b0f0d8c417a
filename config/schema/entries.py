"""One entry of the catalogue as a file that offices hand to each other."""

from typing import Literal

from config.schema.forms import Form
from config.schema.letters import LetterEntry
from config.schema.procedures import Procedure
from config.schema.questionnaire import Question
from config.schema.shapes import Shape

EntryKind = Literal["procedure", "form", "question", "letter"]
AnyEntry = Procedure | Form | Question | LetterEntry

#: What an office may publish for itself, and the shape of each.
ENTRIES: dict[EntryKind, type[Procedure] | type[Form] | type[Question] | type[LetterEntry]] = {
    "procedure": Procedure,
    "form": Form,
    "question": Question,
    "letter": LetterEntry,
}


class ProcedureFile(Shape):
    """A procedure as a file."""

    kind: Literal["procedure"]
    entry: Procedure


class FormFile(Shape):
    """A form as a file."""

    kind: Literal["form"]
    entry: Form


class QuestionFile(Shape):
    """A question as a file."""

    kind: Literal["question"]
    entry: Question


class LetterFile(Shape):
    """A letter to residents as a file."""

    kind: Literal["letter"]
    entry: LetterEntry


FILES: dict[
    EntryKind, type[ProcedureFile] | type[FormFile] | type[QuestionFile] | type[LetterFile]
] = {
    "procedure": ProcedureFile,
    "form": FormFile,
    "question": QuestionFile,
    "letter": LetterFile,
}
