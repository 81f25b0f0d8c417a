"""What can go wrong between a document and a paper.

::

    PrinterError
    ├── Misconfigured            a setting is wrong; a person must change it
    │   ├── BadWireUrl
    │   ├── BadProfile
    │   ├── BadFont
    │   └── BadBlank
    ├── WireBroken               the link is gone (only between transport and printer)
    ├── NotPrinted               no dot of this job is on paper: printing elsewhere is safe
    │   ├── Unreachable          no link to the printer
    │   ├── NoAnswer             a link, and silence
    │   ├── Garbled              a link, and noise
    │   ├── PaperOut
    │   ├── CoverOpen
    │   ├── CutterJam
    │   ├── CannotPrint          this printer is not for this kind of paper
    │   ├── Faulty               an error that a person must clear at the printer
    │   └── Offline              it says it takes no data, and not why
    └── UnknownOutcome           some, all or nothing may be on paper: a person looks first
        ├── LinkLost             the link broke in the middle of the job
        ├── StoppedMidJob        it stopped, said why (`cause`), and did not come back in time
        └── NoConfirmation       it took everything, and never said that it is out

``code`` is stable: journals, consoles and screens key their words on it.
"""

from typing import ClassVar


class PrinterError(Exception):
    """The root; ``code`` names the kind for journals and screens."""

    code: ClassVar[str] = "printer"


class Misconfigured(PrinterError):
    """A setting is wrong. Trying again does not help."""

    code = "misconfigured"


class BadWireUrl(Misconfigured, ValueError):
    """The address of a printer cannot be used; says which part of it and why."""

    code = "bad_wire_url"

    def __init__(self, url: str, part: str, why: str) -> None:
        super().__init__(f"printer address {url!r}: {part}: {why}")
        self.url = url
        self.part = part


class BadProfile(Misconfigured, ValueError):
    """No such printer profile, or the file of profiles does not fit."""

    code = "bad_profile"


class BadFont(Misconfigured):
    """A font file is missing or is no font."""

    code = "bad_font"


class BadBlank(Misconfigured):
    """A PDF form of the office's own, or the list of places on it, cannot be used."""

    code = "bad_blank"


class WireBroken(PrinterError):
    """The link is gone. `Printer` turns it into what it means for the job."""

    code = "wire_broken"


class NotPrinted(PrinterError):
    """No dot of this job is on paper; it may be printed elsewhere."""

    code = "not_printed"


class Unreachable(NotPrinted):
    """There is no link to the printer."""

    code = "unreachable"


class NoAnswer(NotPrinted):
    """The link stands, and the printer says nothing."""

    code = "no_answer"


class Garbled(NotPrinted):
    """What comes back is no printer status: wrong speed, wrong device, broken cable."""

    code = "garbled"


class PaperOut(NotPrinted):
    """用紙切れ."""

    code = "paper_out"


class CoverOpen(NotPrinted):
    """カバーが開いています."""

    code = "cover_open"


class CutterJam(NotPrinted):
    """The cutter is stuck."""

    code = "cutter_jam"


class Faulty(NotPrinted):
    """An error that a person must clear at the printer, or one that passes (a hot head)."""

    code = "faulty"


class CannotPrint(NotPrinted):
    """The printer is not for this kind of paper."""

    code = "cannot_print"


class Offline(NotPrinted):
    """The printer says that it takes no data, and not why."""

    code = "offline"


class UnknownOutcome(PrinterError):
    """Some, all or nothing may be on paper. Never try again silently: a person looks first."""

    code = "unknown"


class LinkLost(UnknownOutcome):
    """The link broke in the middle of the job."""

    code = "link_lost"


class StoppedMidJob(UnknownOutcome):
    """The printer stopped in the middle, said why, and did not come back in time."""

    code = "stopped_mid_job"

    def __init__(self, cause: NotPrinted) -> None:
        super().__init__(f"stopped in the middle of the paper: {cause}")
        self.cause = cause


class NoConfirmation(UnknownOutcome):
    """The printer took the whole job and never said that it is out."""

    code = "no_confirmation"
