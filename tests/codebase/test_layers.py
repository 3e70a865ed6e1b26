"""Layers import downwards only."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.looks

ROOT = Path(__file__).resolve().parents[2]
LINTER = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"]


def lint(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        LINTER, cwd=folder, capture_output=True, text=True, check=False, env={"PATH": "", "COVERAGE_PROCESS_CONFIG": ""}
    )


def test_layers_import_downwards_only():
    answer = lint(ROOT)

    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("text", "models"),
        ("models/network", "finding"),
        ("finding/query", "services.register"),
        ("services/register", "filters"),
        ("filters/lists", "views.networks"),
        ("forms/fields", "views.errors"),
        ("views/home", "urls"),
        ("admin/networks", "urls"),
    ],
)
def test_import_upwards_is_noticed(tmp_path, lower, upper):
    for name in ("directory", "networks_site", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name) if name != "directory" else _copy_code(ROOT / name, tmp_path / name)
    planted = tmp_path / "directory" / f"{lower}.py"
    planted.write_text(f"{planted.read_text()}\nimport directory.{upper}\n")

    assert lint(tmp_path).returncode != 0


def _copy_code(source: Path, target: Path) -> None:
    for file in source.rglob("*.py"):
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
