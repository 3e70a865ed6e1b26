"""``python -m tests``: the whole suite on SQLite, then on PostgreSQL all that depends on the database.

What the machine lacks is skipped, named at the end and told how to install; with CI=true it is a failure. With
``--coverage`` the run on SQLite follows which branches it reaches, which doubles its time, and fails when they are too few.
Other arguments are passed on to pytest.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.machine import MISSING_POSTGRESQL, is_ci, running_postgresql

ROOT = Path(__file__).resolve().parent.parent
COVERAGE = "--coverage"


def main(arguments: list[str]) -> int:
    follows_branches = COVERAGE in arguments
    arguments = [argument for argument in arguments if argument != COVERAGE]
    run("coverage", "erase")
    failed = suite("SQLite", {}, ["coverage", "run", "-m", "pytest", *arguments] if follows_branches else ["pytest", *arguments])
    with running_postgresql() as url:
        if url:
            failed |= suite("PostgreSQL", {"DATABASE_URL": url}, ["pytest", "-m", "not looks and not browser", *arguments])
        else:
            print(f"\nSKIPPED on PostgreSQL: {MISSING_POSTGRESQL}")
            failed |= is_ci()
    if not follows_branches:
        return int(failed)
    run("coverage", "combine", "--quiet")
    return int(failed | (run("coverage", "report") != 0))


def suite(database: str, environment: dict[str, str], command: list[str]) -> bool:
    """Run pytest on one database, a worker for each processor and the files in order, and tell whether it failed."""
    print(f"\n=== The suite on {database} ===", flush=True)
    workers = ["-n", str(os.cpu_count() or 1), "--dist", "loadfile", "--no-loadscope-reorder"]
    return run(*command, *workers, environment=environment) != 0


def run(module: str, *arguments: str, environment: dict[str, str] | None = None) -> int:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | (environment or {}), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
