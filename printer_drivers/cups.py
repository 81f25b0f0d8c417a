"""A4 papers through CUPS: the laser printer of the office.

CUPS keeps the link to the printer; what it knows is asked by its own commands, ``lp`` and
``lpstat``. They name states by the keywords of IPP (RFC 8011, PWG 5100.11), which
`facts_of_reasons` reads; the sentences around them are not looked at.
"""

import os
import re
import subprocess
import time
from dataclasses import dataclass

from printer_drivers.conversation import OnHold, Patience, trouble
from printer_drivers.documents import FormDocument, TicketDocument
from printer_drivers.drawing import Drawing
from printer_drivers.errors import (
    BadWireUrl,
    CannotPrint,
    Misconfigured,
    NoConfirmation,
    NotPrinted,
    Offline,
    StoppedMidJob,
    Unreachable,
)
from printer_drivers.layout import Blanks, a4
from printer_drivers.printer import Health, Printed, health_of
from printer_drivers.status import Facts

_NAME = re.compile(r"[A-Za-z0-9_.@-]{1,127}")
_JOB = re.compile(r"\S+-\d+")
_ALERTS = re.compile(r"^\s+Alerts:\s*(.*)$", re.MULTILINE)
_COMMAND_S = 15.0
#: Neither the sentences nor the dates of another language.
_PLAIN = {"LC_ALL": "C.UTF-8"}

_OUT = {"media-empty", "media-needed", "input-tray-missing"}
_LOW = {"media-low"}
_OPEN = {"cover-open", "door-open", "interlock-open"}
_ERRORS = {"media-jam", "marker-supply-empty", "toner-empty", "fuser-over-temp", "output-area-full"}
_AWAY = {"offline", "paused", "shutdown", "timed-out", "connecting-to-device"}
_WRONG_END = {"job-canceled-by-user", "job-canceled-by-operator", "job-canceled-at-device",
              "job-aborted", "aborted-by-system", "job-canceled"}  # fmt: skip


def cups_name(address: str) -> str:
    """Return the NAME of ``cups://NAME``.

    Raises:
        BadWireUrl: says what is wrong.
    """
    name = address.removeprefix("cups://").rstrip("/")
    if not _NAME.fullmatch(name):
        why = "must be a queue of CUPS, as `lpstat -e` lists them: cups://laser"
        raise BadWireUrl(address, f"name {name!r}", why)
    return name


def facts_of_reasons(reasons: set[str], *, disabled: bool = False) -> Facts:
    """Return what the state reasons of a printer say; a mere warning stops nothing.

    >>> facts_of_reasons({"media-empty-error"}).paper_out
    True
    >>> facts_of_reasons({"media-empty-warning"}).paper_out
    False
    """
    bad = {re.sub(r"-error$", "", one) for one in reasons if not one.endswith("-warning")}
    named = {re.sub(r"-(report|warning)$", "", one) for one in bad | reasons}
    return Facts(
        offline=disabled or bool(named & _AWAY),
        cover_open=bool(bad & _OPEN),
        paper_out=bool(bad & _OUT),
        paper_near_end=bool(named & _LOW),
        error=bool(bad & _ERRORS),
    )


@dataclass(frozen=True)
class Job:
    """A job as ``lpstat -l -o`` shows it."""

    name: str
    reasons: frozenset[str]


def jobs_in(listing: str) -> dict[str, Job]:
    r"""Return the jobs of a long listing by name.

    >>> jobs_in("laser-7  kiosk  1024  Tue\n\tAlerts: job-printing\n\tqueued for laser\n")
    {'laser-7': Job(name='laser-7', reasons=frozenset({'job-printing'}))}
    """
    jobs = {}
    for block in re.split(r"\n(?=\S)", listing):
        if found := _JOB.match(block):
            jobs[found[0]] = Job(found[0], frozenset(_reasons(block)))
    return jobs


def _reasons(text: str) -> set[str]:
    alerts = _ALERTS.search(text)
    return set(re.split(r"[\s,]+", alerts[1].strip())) - {"none", ""} if alerts else set()


class CupsPrinter:
    """Prints forms on a queue of CUPS.

    *blanks* are PDF forms of the office's own; a form that is among them is filled in there.
    """

    kinds = frozenset({"form"})

    def __init__(
        self, name: str, *, blanks: Blanks | None = None, patience: Patience | None = None
    ) -> None:
        self._name = name
        self._blanks = blanks
        self._patience = patience or Patience()

    def drawing(self, document: TicketDocument | FormDocument) -> None:
        """Return None: a PDF is made as a whole, and soon enough for a laser printer."""

    def print(
        self,
        document: TicketDocument | FormDocument,
        *,
        drawing: Drawing | None = None,
        on_hold: OnHold | None = None,
    ) -> Printed:
        """Return when CUPS says that *document* is done.

        Raises:
            NotPrinted: CUPS has not taken it.
            UnknownOutcome: it took it, and then went wrong; the job is taken out of the queue.
        """
        if not isinstance(document, FormDocument):
            raise CannotPrint("tickets are not printed on A4")
        page = a4(document, self._blanks)
        cause = trouble(self.look())
        if cause is not None:
            raise cause
        job = self._submit(page.pdf)
        evidence = self._follow(job, on_hold or (lambda cause: None))
        return Printed("job_state" if evidence else "sent", page.missing, page.substituted)

    def look(self) -> Facts:
        """Return what CUPS knows of the printer.

        Raises:
            Unreachable: CUPS does not run, or has no such printer.
        """
        done = _run("lpstat", "-l", "-p", self._name)
        if done.returncode or not done.stdout.strip():
            raise Unreachable(f"CUPS has no printer {self._name}: {_last(done.stderr)}")
        first = done.stdout.splitlines()[0]
        return facts_of_reasons(_reasons(done.stdout), disabled=" disabled since " in first)

    def health(self) -> Health:
        """Return how the printer is, as far as CUPS knows."""
        try:
            return health_of(self.look())
        except NotPrinted as error:
            return Health(error.code)

    def _submit(self, pdf: bytes) -> str:
        # the title names nobody: it stands in lists that everybody can see
        options = ("-o", "media=A4", "-o", "fit-to-page=false", "-t", "form", "--", "-")
        done = _run("lp", "-d", self._name, *options, given=pdf)
        named = re.search(r"request id is (\S+-\d+)", done.stdout)
        if done.returncode or not named:
            raise Unreachable(f"CUPS takes no job for {self._name}: {_last(done.stderr)}")
        return named[1]

    def _follow(self, job: str, on_hold: OnHold) -> bool:
        """Wait for the end of *job*; tell whether CUPS says that it went well."""
        started = held_since = time.monotonic()
        told: type[NotPrinted] | None = None
        while True:
            if job not in self._jobs("not-completed"):
                return self._ended_well(job)
            cause = self._cause()
            now = time.monotonic()
            if cause is None:
                held_since = now
            elif type(cause) is not told:
                told = type(cause)
                on_hold(cause)
            if now - held_since > self._patience.hold_s:
                self._take_out(job)
                raise StoppedMidJob(cause or Offline("the queue stands still"))
            if now - started > self._patience.hold_s + self._patience.silence_s:
                self._take_out(job)
                raise NoConfirmation(f"{job} does not come to its end")
            time.sleep(self._patience.look_s)

    def _ended_well(self, job: str) -> bool:
        """Return False where CUPS keeps no history, or says no more than that it is over."""
        ended = self._jobs("completed").get(job)
        if ended is None:
            return False
        if ended.reasons & _WRONG_END:
            raise NoConfirmation(f"{job} ended with {', '.join(sorted(ended.reasons))}")
        return "job-completed-successfully" in ended.reasons

    def _jobs(self, which: str) -> dict[str, Job]:
        return jobs_in(_run("lpstat", "-l", "-W", which, "-o", self._name).stdout)

    def _cause(self) -> NotPrinted | None:
        try:
            return trouble(self.look())
        except Unreachable as error:
            return error

    def _take_out(self, job: str) -> None:
        """Keep a paper with somebody's data from coming out when nobody waits for it."""
        _run("cancel", job)


def _run(*command: str, given: bytes = b"") -> "subprocess.CompletedProcess[str]":
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and the name was checked
            command,
            input=given,
            capture_output=True,
            timeout=_COMMAND_S,
            check=False,
            env={**os.environ, **_PLAIN},
        )
    except FileNotFoundError:
        raise Misconfigured(
            f"the command {command[0]} of CUPS is not installed (Debian: cups-client)"
        ) from None
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"{command[0]} does not answer")
    out, err = (data.decode("utf-8", "replace") for data in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(command, done.returncode, out, err)


def _last(complaint: str) -> str:
    lines = complaint.strip().splitlines()
    return lines[-1] if lines else "no reason given"
