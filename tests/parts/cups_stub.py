"""CUPS as its commands show it: ``lp``, ``lpstat`` and ``cancel`` on a PATH of their own.

The queue is a folder: ``printer`` holds what ``lpstat -l -p`` says, ``outcome`` what becomes of
the next job, ``jobs/NAME`` the reasons of a job, ``pdfs/NAME`` what was sent. A job goes on at
every look: it is listed as printing, then as completed.
"""

import stat
import sys
from pathlib import Path

_STUB = """#!{python}
import os, sys
from pathlib import Path
queue = Path({folder!r})
jobs, command, words = queue / "jobs", os.path.basename(sys.argv[0]), sys.argv[1:]

def show(which):
    for job in sorted(jobs.iterdir()):
        step, reasons = job.read_text().split(" ", 1)
        if (step == "done") == (which == "completed"):
            print(f"{{job.name}}  kiosk  20480  Tue Nov 24 10:38:00 2026")
            print(f"\tAlerts: {{reasons}}")
            print("\tqueued for laser")
        if which == "not-completed" and step == "printing":
            ends = (queue / "outcome").read_text()
            if ends != "never":
                job.write_text("done " + ends)

if command == "lp":
    if (queue / "refuses").exists():
        sys.exit("lp: The printer or class does not exist.")
    number = len(list((queue / "pdfs").iterdir())) + 1
    name = f"{{words[words.index('-d') + 1]}}-{{number}}"
    (queue / "pdfs" / name).write_bytes(sys.stdin.buffer.read())
    (queue / "words").write_text(" ".join(words))
    (jobs / name).write_text("printing job-printing")
    if (queue / "then").exists():
        (queue / "then").rename(queue / "printer")
    print(f"request id is {{name}} (1 file(s))")
elif command == "cancel":
    (jobs / words[0]).write_text("done job-canceled-by-user")
elif "-p" in words:
    if not (queue / "printer").exists():
        sys.exit('lpstat: Invalid destination name in list "laser".')
    print((queue / "printer").read_text())
else:
    show(words[words.index("-W") + 1])
"""


class CupsStub:
    """A queue called ``laser``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("jobs", "pdfs", "bin"):
            (folder / name).mkdir(parents=True)
        for command in ("lp", "lpstat", "cancel"):
            path = folder / "bin" / command
            path.write_text(_STUB.format(python=sys.executable, folder=str(folder)))
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
        self.say()
        self.jobs_end("job-completed-successfully")

    @property
    def path(self) -> str:
        return str(self.folder / "bin")

    def say(
        self, alerts: str = "none", first: str = "is idle.  enabled since", *, later: bool = False
    ) -> None:
        """Let the printer be so: now, or *later*, once the next job is in the queue."""
        said = (
            f"printer laser {first} Tue Nov 24 09:00:00 2026\n\tDescription: 2F\n\tAlerts: {alerts}"
        )
        self._write("then" if later else "printer", said)

    def jobs_end(self, reasons: str) -> None:
        """Let jobs end so; ``never``: they do not end."""
        self._write("outcome", reasons)

    def forget_history(self) -> None:
        """Let jobs vanish when they are over."""
        for job in (self.folder / "jobs").iterdir():
            job.unlink()

    def _write(self, name: str, text: str) -> None:
        unfinished = self.folder / f"{name}.part"
        unfinished.write_text(text)
        unfinished.replace(self.folder / name)

    @property
    def pdfs(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.folder / "pdfs").iterdir())]

    @property
    def words(self) -> str:
        return (self.folder / "words").read_text()
