"""``python -m tests.benchmarks.calendars``: how long calendars take at 1,000 networks of 20 meetings each, as a table.

In a process and an SQLite database of its own, through all middleware but the one that answers from memory; the calendars
and the floor take turns. The floor is the same meetings as lines of plain text.
"""

import os
import statistics
import tempfile
import time

NETWORKS, MEETINGS_EACH, ROUNDS = 1_000, 20, 25
GOAL_MS = 150
ADDRESSES = {
    "floor: plain text": "/benchmark/plain-meetings/",
    "all meetings": "/moten.ics",
    "those to come": "/moten.ics?when=coming",
    "a focus area": "/moten.ics?focus={focus}",
    "a county": "/moten.ics?county=SE-M",
    "a search": "/moten.ics?q=upphandling",
    "a network": "/natverk/{network}.ics",
    "an agency": "/organisationer/{agency}.ics",
    "feed of meetings": "/moten.atom",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.site_settings", "DEBUG": "true"}
        _fill()
        _print(_measured())


def _fill() -> None:
    import datetime

    import django

    django.setup()
    from django.core.management import call_command

    from directory.models import Meeting, Network, Revision
    from directory.services.artificial import generate_networks
    from tests.benchmarks.databases import REFERENCE

    call_command("migrate", verbosity=0)
    call_command("import_catalogue", REFERENCE, verbosity=0)
    generate_networks(NETWORKS, seed=1)
    Meeting.objects.all().delete()
    first = datetime.date(2024, 1, 8)
    made = []
    for network in Network.objects.all():
        for number in range(MEETINGS_EACH):
            day = first + datetime.timedelta(days=60 * number + network.pk % 50)
            dated = {"starts_on": day, "ends_on": day, "precision": "day", "start_time": datetime.time(13)}
            made.append(
                Meeting(
                    network=network, title=f"Konstgjort möte {number + 1} om avtal, krav och uppföljning", place="Lund", **dated
                )
            )
    Meeting.objects.bulk_create(made, batch_size=1_000)
    Revision.step(None)


def _measured() -> dict[str, tuple[list[float], int]]:
    """Return for each address the milliseconds of each round, the first one left out, and the bytes of the answer."""
    from django.conf import settings
    from django.test import Client

    from directory.finding import current_snapshot

    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "KeptPages" not in name]
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    snapshot, client = current_snapshot(), Client()
    network = snapshot.networks[0]
    known = {"focus": next(iter(snapshot.terms.focus_areas)), "network": network.slug, "agency": snapshot.agencies[0].slug}
    told: dict[str, tuple[list[float], int]] = {name: ([], 0) for name in ADDRESSES}
    for turn in range(ROUNDS + 1):
        for name, address in ADDRESSES.items():
            started = time.perf_counter()
            answer = client.get(address.format(**known))
            took = (time.perf_counter() - started) * 1_000
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
            told[name] = ([*told[name][0], took] if turn else [], len(answer.content))
            if not turn:
                print(f"{name}: first time {took:,.0f} ms", flush=True)
    return told


def _print(told: dict[str, tuple[list[float], int]]) -> None:
    floor = statistics.median(next(iter(told.values()))[0])
    print(f"\n| calendar | kB | median ms | p95 ms | times the floor | p95 within {GOAL_MS} ms |\n|---|---|---|---|---|---|")
    for name, (took, size) in told.items():
        median, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
        verdict = "met" if p95 <= GOAL_MS else "MISSED"
        print(f"| {name} | {size / 1_000:,.0f} | {median:.1f} | {p95:.1f} | {median / floor:.1f} | {verdict} |")


if __name__ == "__main__":
    main()
