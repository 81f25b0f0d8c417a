from server.domain.refusals import FieldError, Misfit, NotAllowed, NotFound, Refused, Unavailable


def test_a_refusal_carries_a_code_a_sentence_and_details():
    refusal = Refused("slot_full", "満席です。", alternatives=[1, 2])
    assert (refusal.code, str(refusal)) == ("slot_full", "満席です。")
    assert refusal.details == {"alternatives": [1, 2]}


def test_a_misfit_counts_its_places():
    errors = [FieldError("name", "missing", "入力してください。")] * 3
    assert Misfit(errors).message == "3か所をなおしてください。"
    assert Misfit(errors).errors == tuple(errors)


def test_who_is_unknown_is_told_to_log_in_and_who_is_known_that_others_may():
    assert NotAllowed(known=False).code == "unauthorized"
    assert NotAllowed(known=True).code == "forbidden"


def test_every_refusal_is_one_thing_to_catch():
    assert all(issubclass(kind, Refused) for kind in (NotFound, Misfit, NotAllowed, Unavailable))
