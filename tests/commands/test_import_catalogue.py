"""``manage.py import_catalogue``: what it prints, and how it ends."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from directory.models import Network
from tests.factories import catalogue_network, write_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reasons_in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def run(capsys):
    """Run the command and return the lines it printed."""

    def run(*arguments, **options) -> list[str]:
        call_command("import_catalogue", *map(str, arguments), **options)
        return capsys.readouterr().out.splitlines()

    return run


def test_new_rows_are_told_one_by_one_and_counted(run, tmp_path):
    lines = run(write_catalogue(tmp_path, networks=[catalogue_network("ett", members=["Lunds kommun"])]))

    assert lines == [
        "agency lunds-kommun: created",
        "network ett: created",
        "catalogue.json: 2 created, 0 updated, 0 kept, 0 left alone, 0 unchanged",
    ]


def test_changed_and_kept_fields_are_named_and_unchanged_rows_only_counted(run, tmp_path):
    networks = [catalogue_network("ett"), catalogue_network("annat")]
    run(write_catalogue(tmp_path, networks=networks))
    Network.objects.filter(slug="ett").update(name="Ändrat här")

    lines = run(write_catalogue(tmp_path, networks=[networks[0] | {"purpose": "Ny."}, networks[1]]))

    assert lines == [
        "network ett: updated (purpose; changed here: name)",
        "catalogue.json: 0 created, 1 updated, 0 kept, 0 left alone, 1 unchanged",
    ]


def test_every_row_is_told_when_asked(run, tmp_path):
    path = write_catalogue(tmp_path, networks=[catalogue_network("ett")])
    run(path)

    assert "network ett: unchanged" in run(path, verbosity=2)


def test_dry_run_says_so_and_changes_nothing(run, tmp_path):
    lines = run(write_catalogue(tmp_path, networks=[catalogue_network("ett")]), "--dry-run")

    assert lines[0] == "network ett: created"
    assert lines[-1].endswith("(dry run: nothing was changed)")
    assert not Network.objects.exists()


def test_several_files_are_loaded_in_turn(run, tmp_path):
    files = [write_catalogue(tmp_path, f"{id_}.json", networks=[catalogue_network(id_)]) for id_ in ("ett", "annat")]

    assert [line.split(":")[0] for line in run(*files)] == ["network ett", "ett.json", "network annat", "annat.json"]


def test_faults_are_told_one_a_line_and_nothing_is_loaded(run, tmp_path):
    path = write_catalogue(tmp_path, networks=[catalogue_network("ett"), catalogue_network("annat", level="nope", members=[7])])

    with pytest.raises(CommandError) as caught:
        run(path)

    assert str(caught.value).splitlines() == [
        "catalogue.json: annat: members: A text was expected here.",
        f"{path}: 1 to mend; nothing of it was loaded.",
    ]
    assert not Network.objects.exists()
