"""``manage.py restore FILE``: all that the site holds, as a backup had it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.services.backups import BackupError, restore_backup


class Command(BaseCommand):
    help = "Replace all that the site holds by a backup; a faulty one is refused before anything is touched."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file, **options):
        try:
            rows = restore_backup(file)
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{rows} rows restored. If the backup is of an earlier release, run: manage.py migrate")
