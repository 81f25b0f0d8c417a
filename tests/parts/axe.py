"""axe-core on a page: every rule of WCAG 2.2 AA that a machine can check.

Its script is the released one of axe-core 4.14.1 (MPL-2.0), kept beside this file for tests
alone; it is evaluated through the browser's own door, so the page's policy stays as it is.
"""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = """
async (tags) => {
  const { violations } = await axe.run(document, {
    runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(
    ({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`));
}
"""


def findings(page: Page) -> list[str]:
    """Return what axe finds wrong on *page* as it stands, each with its place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text())
    found: list[str] = page.evaluate(_RUN, RULES)
    return found
