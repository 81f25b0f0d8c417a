"""Whether anybody can ever get to a question, a field or a procedure."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from config.schema.conditions import Condition
from config.schema.forms import Form, FormField
from config.schema.questionnaire import Question

#: So many combinations of answers are tried; a longer condition is taken as reachable.
MOST_TRIED = 50_000


def can_hold(condition: Condition, questions: Mapping[str, Question]) -> bool:
    """Tell whether somebody's answers make *condition* hold, each answer being asked for."""
    looked_at = _behind(condition, questions)
    if looked_at is None:
        return False
    names = sorted(looked_at)
    answers = [(None, *sorted(questions[name].values)) for name in names]
    tried = list(islice(product(*answers), MOST_TRIED + 1))
    if len(tried) > MOST_TRIED:
        return True
    return any(
        _is_asked(given, questions) and holds(condition, given)
        for given in (dict(zip(names, values, strict=True)) for values in tried)
    )


def holds(condition: Condition, answers: Mapping[str, str | None]) -> bool:
    """Tell whether *condition* holds where of several answers one is chosen."""
    if condition.all_ is not None:
        return all(holds(part, answers) for part in condition.all_)
    if condition.any_ is not None:
        return any(holds(part, answers) for part in condition.any_)
    if condition.not_ is not None:
        return not holds(condition.not_, answers)
    return condition.q is None or answers.get(condition.q) in condition.values


def unreachable_fields(form: Form) -> Iterator[tuple[FormField, str]]:
    """Yield each field that is never asked, with the reason."""
    reached: dict[str, bool] = {}
    fields = {field.key: field for field in form.fields}
    for field in form.fields:
        for key, wanted in (field.show_if or {}).items():
            other = fields[key]
            missing = sorted(set(wanted) - _answers_of(other))
            if len(missing) == len(wanted) and _answers_of(other):
                yield field, f"「{other.label.ja}」に、答え {'・'.join(missing)} がありません"
            elif not _is_reached(other, fields, reached, ()):
                yield field, f"先にたずねる「{other.label.ja}」が、出てきません"


def unknown_values(form: Form) -> Iterator[tuple[FormField, str, str]]:
    """Yield each condition that looks for an answer which its field does not have."""
    fields = {field.key: field for field in form.fields}
    for field in form.fields:
        for rule in ("show_if", "required_if"):
            for key, wanted in (getattr(field, rule) or {}).items():
                known = _answers_of(fields[key])
                for value in wanted:
                    if known and value not in known:
                        yield field, rule, f"「{fields[key].label.ja}」にない答えです: {value}"


def _behind(condition: Condition, questions: Mapping[str, Question]) -> set[str] | None:
    """Return the questions that decide about *condition*; None if one of them is unknown."""
    found: set[str] = set()
    open_ = [part.q or "" for part in condition.questions()]
    while open_:
        name = open_.pop()
        if name in found:
            continue
        if name not in questions:
            return None
        found.add(name)
        shown = questions[name].show_if
        open_ += [part.q or "" for part in shown.questions()] if shown else []
    return found


def _is_asked(given: Mapping[str, str | None], questions: Mapping[str, Question]) -> bool:
    shown = ((name, questions[name].show_if) for name, value in given.items() if value is not None)
    return all(when is None or holds(when, given) for _, when in shown)


def _answers_of(field: FormField) -> set[str]:
    if field.type == "checkbox":
        return {"true", "false"}
    return {option.value for option in field.options}


def _is_reached(
    field: FormField, fields: Mapping[str, FormField], known: dict[str, bool], way: Sequence[str]
) -> bool:
    if field.key in way:
        return False
    if field.key not in known:
        known[field.key] = all(
            (not _answers_of(fields[key]) or bool(set(wanted) & _answers_of(fields[key])))
            and _is_reached(fields[key], fields, known, (*way, field.key))
            for key, wanted in (field.show_if or {}).items()
        )
    return known[field.key]
