"""One entry of the catalogue as a file that offices hand to each other."""

from typing import Literal

from config.schema.forms import Form
from config.schema.procedures import Procedure
from config.schema.questionnaire import Question
from config.schema.shapes import Shape

EntryKind = Literal["procedure", "form", "question"]
AnyEntry = Procedure | Form | Question

#: What an office may publish for itself, and the shape of each.
ENTRIES: dict[EntryKind, type[Procedure] | type[Form] | type[Question]] = {
    "procedure": Procedure,
    "form": Form,
    "question": Question,
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


FILES: dict[EntryKind, type[ProcedureFile] | type[FormFile] | type[QuestionFile]] = {
    "procedure": ProcedureFile,
    "form": FormFile,
    "question": QuestionFile,
}
