"""``python -m tests.benchmarks.lighthouse ADDRESS``: what Lighthouse says of five pages of a running site, on a throttled mobile.

Needs npx, which fetches Lighthouse, and Chromium. Prints one row a page and what keeps it below 100.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.machine import CHROMIUM

PAGES = ("/", "/natverk/", "/natverk/soi/", "/karta/", "/statistik/")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LIGHTHOUSE = ("npx", "--yes", "lighthouse@13")
ASKED = 100


def main(site: str) -> int:
    """Print the table and tell whether a score is lower than asked, as an exit code."""
    print(f"{'':18}" + "".join(f"{name:>16}" for name in CATEGORIES) + f"{'content':>10}{'shift':>8}")
    lowest = ASKED
    for page in PAGES:
        report = measured(site.rstrip("/") + page)
        scores = [round(100 * report["categories"][name]["score"]) for name in CATEGORIES]
        audits = report["audits"]
        shown, shift = audits["largest-contentful-paint"]["numericValue"], audits["cumulative-layout-shift"]["numericValue"]
        print(f"{page:18}" + "".join(f"{score:>16}" for score in scores) + f"{shown / 1000:>9.1f}s{shift:>8.2f}")
        for fault in faults(report):
            print(f"    {fault}")
        lowest = min(lowest, *scores)
    print(f"asked of each: {ASKED}; lowest: {lowest}")
    return int(lowest < ASKED)


def measured(address: str) -> dict:
    """Return Lighthouse's report of one page."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        kinds = f"--only-categories={','.join(CATEGORIES)}"
        command = [*LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={report}", kinds]
        command.append("--chrome-flags=--headless=new --no-sandbox")
        subprocess.run(command, env=os.environ | {"CHROME_PATH": CHROMIUM}, check=True, capture_output=True, timeout=180)
        return json.loads(report.read_text())


def faults(report: dict) -> list[str]:
    """Return the audits that weigh in a category and are not passed in full."""
    weighing = {one["id"] for category in report["categories"].values() for one in category["auditRefs"] if one["weight"]}
    audits = report["audits"]
    found = [audit for key, audit in audits.items() if key in weighing and audit["score"] is not None and audit["score"] < 1]
    return [f"{audit['id']}: {audit['score']} {audit.get('displayValue', '')}".rstrip() for audit in found]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
