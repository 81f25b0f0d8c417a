"""What an office offers alone: it points at what is there, and takes nobody's name."""

from collections.abc import Iterator

from config.checks.catalogue import roles
from config.checks.names import each, known
from config.checks.reach import unknown_values
from config.loading import Loaded
from config.problems import Problem
from config.schema.own import Own
from config.sources import Sources


def check(sources: Sources) -> Iterator[Problem]:
    """Yield what does not fit in the files of the offices."""
    offices = {ward.code5 for ward in sources.wards.value.wards}
    for file in sources.own:
        if file.value.office != file.path.stem:
            yield file.problem(
                f"office はファイル名と同じにしてください: {file.path.stem}", "office"
            )
        yield from known(file, "区役所", offices, [(file.value.office, ("office",))])
        yield from _names(file, sources)
        yield from _forms(file, sources)


def _names(file: Loaded[Own], sources: Sources) -> Iterator[Problem]:
    taken = {one.id for one in sources.procedures.value.procedures}
    taken |= {form.value.id for form in sources.forms}
    for name, place in (
        *each(file.value.procedures, "id", "procedures"), *each(file.value.forms, "id", "forms"),
    ):  # fmt: skip
        if name in taken:
            yield file.problem(f"同じ名前が2つあります: {name} (duplicate)", *place)
        taken.add(name)


def _forms(file: Loaded[Own], sources: Sources) -> Iterator[Problem]:
    procedures, forms = file.value.procedures, file.value.forms
    every = {form.value.id for form in sources.forms} | {form.id for form in forms}
    for kind in ("form", "booking_form", "proxy_form"):
        yield from known(file, "申請書", every, each(procedures, kind, "procedures"))
    yield from known(file, "担当", roles(sources), each(procedures, "section_role", "procedures"))
    yield from known(file, "担当", roles(sources), each(forms, "submit_to", "forms"))
    for at, form in enumerate(forms):
        for _, rule, reason in unknown_values(form):
            yield file.problem(f"{reason} (unknown)", "forms", at, rule)
