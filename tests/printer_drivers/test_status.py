import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer_drivers import status
from printer_drivers.status import Block, Facts, InOrder, Noise, RealTime, StatusBack, parse


def hexed(text: str) -> bytes:
    return bytes.fromhex(text)


@pytest.mark.parametrize(("n", "asked"), [(1, "10 04 01"), (2, "10 04 02"), (4, "10 04 04")])
def test_real_time_questions_are_epsons_bytes(n, asked):
    assert status.ask(n) == hexed(asked)


def test_the_process_id_request_and_its_answer_are_epsons_bytes():
    assert status.ask_when_printed(b"0001") == hexed("1d 28 48 06 00 30 30 30 30 30 31")
    [answer], rest = parse(hexed("37 22 30 30 30 31 00"))
    assert status.printed(answer, b"0001")
    assert not status.printed(answer, b"0002")
    assert rest == b""


# from Epson's tables: idle, paper out, cover open, near end, cutter
@pytest.mark.parametrize(
    ("answers", "facts"),
    [
        ("12 12 12 12", Facts(False, False, False, False, False, False)),
        ("1a 32 12 7e", Facts(True, False, True, True, False, False)),
        ("1a 16 12 12", Facts(True, True, False, False, False, False)),
        ("12 12 12 1e", Facts(False, False, False, True, False, False)),
        ("1a 52 1a 12", Facts(True, False, False, False, True, True)),
    ],
)
def test_the_four_answers_become_facts(answers, facts):
    read = Facts()
    for n, value in enumerate(hexed(answers), start=1):
        read = read.updated(status.facts_of_answer(n, value))

    assert read == facts


def test_what_was_not_said_stays_unknown():
    only_paper = Facts().updated(status.facts_of_answer(4, 0x12))

    assert only_paper.paper_near_end is False
    assert only_paper.offline is None
    assert only_paper.cover_open is None
    assert not Facts().known
    assert not Facts().stopped


@pytest.mark.parametrize(
    ("sent", "facts"),
    [
        ("10 00 00 0f", Facts(False, False, False, False, False, False)),
        ("38 00 00 0f", Facts(True, True, False, False, False, False)),
        ("18 00 0f 0f", Facts(True, False, True, True, False, False)),
        ("18 08 00 0f", Facts(True, False, False, False, True, False)),
    ],
)
def test_automatic_status_becomes_facts(sent, facts):
    [reply], _ = parse(hexed(sent))

    assert isinstance(reply, StatusBack)
    assert status.facts_of_status_back(reply.value) == facts


def test_answers_are_told_apart_in_one_stream():
    replies, rest = parse(hexed("12 10 00 00 0f 37 22 41 42 43 44 00 0c 5f 45 50 00 ff 10 00"))

    assert replies == [
        RealTime(0x12),
        StatusBack(hexed("10 00 00 0f")),
        Block(b'7"ABCD'),
        InOrder(0x0C),
        Block(b"_EP"),
        Noise(0xFF),
    ]
    assert rest == hexed("10 00")


def test_a_block_that_never_ends_does_not_swallow_what_follows():
    replies, _ = parse(b"7" + b"A" * 200 + hexed("12"))

    assert replies[-1] == RealTime(0x12)


def test_an_answer_in_the_middle_of_a_broken_block_is_still_heard():
    replies, _ = parse(hexed("37 22 41 12"))

    assert RealTime(0x12) in replies


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader_and_none_are_lost(data):
    replies, rest = parse(data)
    length = {RealTime: 1, InOrder: 1, Noise: 1, StatusBack: 4}
    read = sum(
        len(reply.value) + 1 if isinstance(reply, Block) else length[type(reply)]
        for reply in replies
    )

    assert read + len(rest) == len(data)


@given(
    st.lists(st.sampled_from(["12", "1a", "10 00 00 0f", "37 22 30 30 30 31 00", "00"])), st.data()
)
def test_answers_may_arrive_in_any_pieces(answers, data):
    stream = hexed("".join(answers))
    cut = data.draw(st.integers(0, len(stream)))

    first, rest = parse(stream[:cut])
    second, end = parse(rest + stream[cut:])

    assert first + second == parse(stream)[0]
    assert end == b""


@pytest.mark.parametrize("wrong", [b"", b"123", b"12345", b"12\x003"])
def test_a_process_id_is_four_printable_bytes(wrong):
    with pytest.raises(ValueError, match="four bytes"):
        status.ask_when_printed(wrong)


def test_paper_that_ended_is_no_proof_that_a_job_went_through():
    assert status.went_through(InOrder(0x00))
    assert not status.went_through(InOrder(0x0C))
    assert not status.went_through(RealTime(0x12))
