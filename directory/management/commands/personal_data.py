"""``manage.py personal_data ADDRESS [--erase] [--json]``: all that is held about whoever reads an address, and its erasure."""

import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from directory.services.personal_data import Held, erase_all, held_about


class Command(BaseCommand):
    help = "Print all that is held about whoever reads an e-mail address; with --erase, erase it everywhere."

    def add_arguments(self, parser):
        parser.add_argument("address")
        parser.add_argument("--erase", action="store_true", help="Erase it, the history of the map and the outbox included.")
        parser.add_argument("--json", action="store_true", help="Print it so that programs can read it.")

    def handle(self, *, address, erase, **options):
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address}: {' '.join(error.messages)}") from error
        held = erase_all(address) if erase else held_about(address)
        self.stdout.write(_as_json(held) if options["json"] else "\n\n".join(map(_as_text, held)) or "Nothing is held.")
        if held and not options["json"]:
            self.stdout.write(f"\n{len(held)} rows {'erased' if erase else 'held'}.")


def _as_text(held: Held) -> str:
    columns = [f"  {name}: {value}" for name, value in held.values.items()]
    return "\n".join([f"{held.kind} ({'theirs' if held.is_theirs else 'names them'})", *columns])


def _as_json(held: list[Held]) -> str:
    rows = [{"kind": one.kind, "is_theirs": one.is_theirs, "values": one.values} for one in held]
    return json.dumps(rows, ensure_ascii=False, indent=2)
