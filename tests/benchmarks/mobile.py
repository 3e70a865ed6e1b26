"""``python -m tests.benchmarks.mobile ADDRESS``: when a slow mobile shows a page of a running site, and how soon it answers.

Chromium with a processor 4 times slower, 1.6 Mbit/s and 150 ms there and back. The median of several visits without a cache.
"""

import statistics
import sys

from playwright.sync_api import Page, sync_playwright

from tests.machine import CHROMIUM

VISITS = 5
SLOWER = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
GOALS = {"content": 1000, "shift": 0, "answer": 100}
PAGES = {"/": "h1", "/natverk/": "summary", "/natverk/soi/": "input[type=checkbox]", "/karta/": "summary", "/statistik/": "h1"}
"""What is touched on each page: something that shows at once, and leads nowhere."""
WATCH = """() => {
  window.seen = {content: 0, shift: 0, answer: 0};
  new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.content = one.startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) seen.shift += one.value; })
    .observe({type: "layout-shift", buffered: true});
  new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.answer = Math.max(seen.answer, one.duration); })
    .observe({type: "event", durationThreshold: 16, buffered: true});
}"""


def main(site: str) -> int:
    """Print the table and tell whether a goal is missed, as an exit code."""
    print(f"{'':18}{'content, ms':>14}{'shift':>10}{'answer, ms':>14}")
    missed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for page, touched in PAGES.items():
            visits = []
            for _ in range(VISITS):
                context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
                visits.append(visited(context.new_page(), site.rstrip("/") + page, touched))
                context.close()
            told = {name: statistics.median(visit[name] for visit in visits) for name in GOALS}
            missed |= any(told[name] > goal for name, goal in GOALS.items())
            print(f"{page:18}{told['content']:>14.0f}{told['shift']:>10.3f}{told['answer']:>14.0f}")
        browser.close()
    print("goals             " + f"{GOALS['content']:>14}{GOALS['shift']:>10}{GOALS['answer']:>14}")
    return int(missed)


def visited(page: Page, address: str, touched: str) -> dict[str, float]:
    """Open a page as a slow mobile does, touch one thing on it, and return what was seen."""
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", NETWORK)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(f"({WATCH})()")
    page.goto(address, wait_until="networkidle")
    page.locator(touched).locator("visible=true").first.click()
    page.wait_for_timeout(300)
    return page.evaluate("window.seen")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
