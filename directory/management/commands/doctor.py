"""``manage.py doctor``: what is wrong with this site, and what to do about it."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import WARNING, run_checks
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError

from directory.services.health import findings

MENDED_BY = {
    "database": "start the database, and see that DATABASE_URL leads to it",
    "mail": "see that manage.py work runs and that EMAIL_URL leads to a server that takes mail",
    "disk": "free some space where DATA_DIR is",
    "backup": "run manage.py backup, and see that it is run each day",
    "migrations": "run manage.py migrate",
}


class Command(BaseCommand):
    help = "Tell what is wrong with this site and what to do about it; ends with 1 when something must be mended."
    requires_system_checks = []

    def handle(self, **options):
        faults = [*_faults_found(), *_faults_of_settings(), *_faults_by_django()]
        for fault in faults:
            self.stdout.write(f"MEND  {fault}")
        if faults:
            raise CommandError(f"{len(faults)} to mend.")
        self.stdout.write("All is well." if settings.IS_PUBLIC else "All is well for a local site; SITE_URL makes it public.")


def _faults_found() -> Iterator[str]:
    for name, (is_well, figures) in findings().items():
        if not is_well:
            told = ", ".join(f"{figure} {value}" for figure, value in figures.items()) or "no answer"
            yield f"{name}: {told}; {MENDED_BY[name]}"


def _faults_of_settings() -> Iterator[str]:
    if not settings.IS_PUBLIC:
        return
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        yield "EMAIL_URL: mail is printed, not sent; name your mail server"
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield "MAIL_FROM: nobody can answer mail from localhost; name the sender of the site's mail"
    if not settings.CURATOR_EMAIL:
        yield "CURATOR_EMAIL: readers are shown no way to reach you; name the curators' mailbox"
    if not settings.TRUSTED_PROXIES:
        yield "TRUSTED_PROXIES: all visitors count as one sender behind a proxy; name how many proxies stand in front"
    try:
        if not get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
            yield "administrator: there is none; run manage.py createsuperuser"
    except (DatabaseError, InterfaceError):
        return  # told as the database's own fault


def _faults_by_django() -> Iterator[str]:
    for message in run_checks(include_deployment_checks=settings.IS_PUBLIC):
        if message.level >= WARNING and not message.is_silenced():
            yield f"{message.id}: {' '.join(f'{message.msg} {message.hint or str()}'.split())}"
