"""What the repository promises about itself: translations, migrations, settings, requirements, templates."""

import io
import re
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.template.loader import get_template

pytestmark = pytest.mark.looks

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "directory/locale/sv/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|<[^>]+>")
CODE = [*(ROOT / "directory").rglob("*.py"), *(ROOT / "networks_site").rglob("*.py")]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))
MSGID = re.compile(r"""\b(?:gettext|gettext_lazy|_|ngettext)\(\s*(["'])((?:(?!\1)[^\\]|\\.)*)\1\s*[,)]""")
TRANSLATED = re.compile(r"""{% translate "([^"]*)" (?!context)|_\("([^"]*)"\)""")


CHOSEN_BY_NAME = ("429.html", "admin/", "simple_history/", "directory/mail/")
"""Folders of templates that Django, or a decision's name, leads to."""


@pytest.fixture(scope="module")
def messages():
    return list(polib.pofile(CATALOGUE))


def test_every_message_has_a_swedish_text(messages):
    assert [entry.msgid for entry in messages if not entry.translated() or entry.fuzzy or entry.obsolete] == []


def test_swedish_texts_keep_what_is_filled_in_and_marked_up(messages):
    for entry in messages:
        pairs = [(entry.msgid, entry.msgstr or entry.msgstr_plural[0])]
        pairs += [(entry.msgid_plural, entry.msgstr_plural[1])] if entry.msgid_plural else []
        for english, swedish in pairs:
            assert sorted(PLACEHOLDER.findall(swedish)) == sorted(PLACEHOLDER.findall(english)), english


def test_compiled_texts_are_those_of_the_catalogue(messages):
    compiled = polib.mofile(CATALOGUE.with_suffix(".mo"))

    assert {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in compiled} == {
        (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in messages
    }


def test_every_message_of_code_and_templates_is_in_the_catalogue(messages):
    known = {entry.msgid for entry in messages}
    said = {match for file in CODE for _quote, match in MSGID.findall(file.read_text())}
    said |= {one or other for file in TEMPLATES for one, other in TRANSLATED.findall(file.read_text())}

    assert len(said) > 200
    assert said - known == set()


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


def test_readme_names_every_setting():
    read = set(re.findall(r'env\.\w+\("(\w+)"', (ROOT / "networks_site/settings.py").read_text()))
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))

    assert read
    assert read == told


def test_readme_commands_exist():
    told = set(re.findall(r"manage\.py (\w+)", (ROOT / "README.md").read_text()))
    own = {file.stem for file in (ROOT / "directory/management/commands").glob("[a-z]*.py")}

    assert own <= told
    assert told <= own | {"createsuperuser"}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_by_hash_and_name_no_address(name):
    lines = (ROOT / name).read_text().splitlines()

    assert all("==" in line for line in lines if line and not line.startswith(" "))
    assert any("--hash=sha256:" in line for line in lines)
    assert not any("://" in line or line.startswith("--") for line in lines)


def test_ci_runs_the_command_of_the_readme():
    assert ".venv/bin/python -m tests" in (ROOT / "README.md").read_text()
    assert ".venv/bin/python -m tests" in (ROOT / ".ci/run").read_text()


def test_every_template_can_be_read_and_is_named_somewhere():
    told = " ".join(file.read_text() for file in [*CODE, *TEMPLATES])
    for template in TEMPLATES:
        name = str(template.relative_to(ROOT / "templates"))
        get_template(name)
        assert f'"{name}"' in told or name.startswith(CHOSEN_BY_NAME), name


def test_every_template_named_in_code_exists():
    for file in CODE:
        for name in re.findall(r'"((?:directory|components|admin)/[\w/.-]+\.(?:html|txt))"', file.read_text()):
            get_template(name)
