"""``manage.py import_catalogue FILE …``: load networks, agencies and lists from catalogue files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.services.catalogue_file import CatalogueError
from directory.services.import_ import import_catalogue


class Command(BaseCommand):
    help = "Load catalogue files: all of a file or nothing, as often as you like, never over a curator's changes."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="report what would happen and change nothing")

    def handle(self, *, files, dry_run, verbosity, **options):
        for file in files:
            try:
                report = import_catalogue(file, dry_run=dry_run)
            except CatalogueError as error:
                raise CommandError(f"{error}\n{file}: {len(error.problems)} to mend; nothing of it was loaded.") from None
            if verbosity > 0:
                self._print(report, dry_run, every_row=verbosity > 1 or dry_run)

    def _print(self, report, dry_run, every_row):
        for row in report.rows:
            if every_row or row.outcome != "unchanged":
                self.stdout.write(str(row))
        outcomes = ("created", "updated", "kept", "left_alone", "unchanged")
        counts = ", ".join(f"{report.count(outcome)} {outcome.replace('_', ' ')}" for outcome in outcomes)
        self.stdout.write(f"{report.file}: {counts}{' (dry run: nothing was changed)' if dry_run else ''}")
