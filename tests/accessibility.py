"""The accessibility rules of axe, in the browser the test uses: WCAG 2.2 A and AA, and best practice."""

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page, within: str | None = None) -> None:
    """Fail with every rule the page, or what a selector names of it, breaks, and where."""
    result = Axe().run(page, context=within, options={"runOnly": TAGS, "resultTypes": ["violations"]})
    broken = [f"{v['id']}: {node['html'][:160]}" for v in result.response["violations"] for node in v["nodes"]]
    assert not broken, f"{page.url}\n" + "\n".join(broken)
