"""``manage.py backup``: a backup of all that the site holds, tried before it counts."""

from django.core.management.base import BaseCommand, CommandError

from directory.services.backups import BackupError, make_backup


class Command(BaseCommand):
    help = "Back up the database while the site goes on; the backup is restored elsewhere and counted before it gets its name."

    def handle(self, **options):
        try:
            self.stdout.write(str(make_backup()))
        except BackupError as error:
            raise CommandError(str(error)) from None
