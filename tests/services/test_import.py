"""The importer: all or nothing, as often as one likes, never over what a curator has changed."""

import datetime
import json

import pytest
from django.utils import translation

from directory.models import (
    Agency,
    FocusArea,
    ImportedRecord,
    Meeting,
    Membership,
    Network,
    Relation,
    Revision,
    Rhythm,
    Source,
)
from directory.services.catalogue_file import CatalogueError
from directory.services.import_ import import_catalogue
from tests.database import everything
from tests.factories import catalogue_network, make_agency, make_network, write_catalogue

pytestmark = pytest.mark.django_db

TERMS = {
    "focus_areas": [
        {"slug": slug, "name_sv": slug.title(), "name_en": slug.title(), "description_sv": "", "description_en": ""}
        for slug in ("mat", "it", "bygg")
    ],
    "counties": [{"code": "SE-M", "name_sv": "Skåne län", "name_en": "Skåne", "scb_code": "12"}],
    "agency_kinds": [
        {"code": "kommun", "name_sv": "Kommun", "name_en": "Municipality", "name_plural_sv": "Kommuner", "name_plural_en": "M"},
        {"code": "region", "name_sv": "Region", "name_en": "Region", "name_plural_sv": "Regioner", "name_plural_en": "Regions"},
    ],
    "cpv_divisions": [{"code": "15", "name_sv": "Livsmedel", "name_en": "Food", "plain_sv": "mat", "plain_en": "food"}],
    "exchanges": [{"code": "benchmarks", "name_sv": "Jämförelser", "name_en": "Benchmarks"}],
}
LUND = {
    "id": "lunds-kommun",
    "name": "Lunds kommun",
    "other_names": ["Lund"],
    "kind": "kommun",
    "county": "SE-M",
    "country": "SE",
}
YSTAD = {"id": "ystads-kommun", "name": "Ystads kommun", "kind": "kommun", "country": "SE"}
WHOLE = catalogue_network(
    "matnatet",
    name="Matnätet",
    short_name="MN",
    other_names=["Livsmedelsnätet", "Food Net"],
    organiser="Lunds kommun",
    country="SE",
    level="regional",
    counties=["SE-M"],
    area="Öresund",
    kind="peer_network",
    life="ended",
    life_basis="dated_2022_or_later",
    founded_year=2003,
    founded_note="Första mötet.",
    ended_year=2024,
    ended_reason="Projektet tog slut.",
    openness="application",
    how_to_join="Skriv till oss.",
    admits=["region", "kommun"],
    admission_note="Även bolag.",
    focus_areas=["mat", "it"],
    cpv_divisions=["15"],
    exchanges=["benchmarks"],
    members=["Lunds kommun", "Ystads kommun"],
    stated_size={"count": 12, "unit": "kommuner", "as_of": "2024-05"},
    rhythm=[{"mode": "in_person", "per_year": 2}, {"mode": "online", "per_year": None}],
    rhythm_note="Vår och höst.",
    meetings=[
        {"title": "Höstmöte", "date": "2023-11-16", "ends": "2023-11-17", "mode": "in_person", "place": "Lund", "host": "Lund"},
        {"title": "Vårmöte", "date": "2023-05", "ends": None, "mode": None, "place": None, "host": None},
    ],
    origin="Växte fram ur en kurs.",
    relations=[{"kind": "part_of", "to": "moder", "year": 2010, "note": "Sedan starten."}],
    website="https://matnatet.se/",
    linkedin="https://linkedin.com/company/matnatet",
    sources=[{"url": "https://matnatet.se/om", "page_date": "2025-09-23"}, {"url": "https://lund.se/", "page_date": None}],
    doubts="Medlemslistan är gammal.",
)
MOTHER = catalogue_network("moder", name="Modernätverket")


@pytest.fixture(autouse=True)
def _reasons_in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def load(tmp_path):
    """Import a file of the lists above, two municipalities and the networks given."""

    def load(*networks, agencies=(LUND, YSTAD), dry_run=False, **sections):
        path = write_catalogue(tmp_path, networks=list(networks), agencies=list(agencies), **TERMS | sections)
        return import_catalogue(path, dry_run=dry_run)

    return load


@pytest.fixture
def refused(load):
    """Import what cannot be, and return each fault as (id, field); nothing of the file may have been loaded."""

    def refused(*networks, **sections):
        before = everything()
        with pytest.raises(CatalogueError) as caught:
            load(MOTHER, *networks, **sections)
        assert everything() == before
        assert all(problem.file == "catalogue.json" and problem.reason for problem in caught.value.problems)
        return {(problem.id, problem.field) for problem in caught.value.problems}

    return refused


def outcomes(report) -> dict[str, str]:
    return {row.id: row.outcome for row in report.rows if row.kind in ("network", "agency")}


# What is loaded


def test_record_becomes_a_network_with_all_it_tells(load):
    load(WHOLE, MOTHER)

    network = Network.objects.get(slug="matnatet")
    plain = (
        "name", "short_name", "organiser", "country", "level", "area", "kind", "life", "life_basis", "founded_year",
        "founded_note", "ended_year", "ended_reason", "openness", "how_to_join", "admission_note", "purpose", "language",
        "rhythm_note", "origin", "website", "linkedin", "confidence", "doubts",
    )  # fmt: skip
    assert {name: getattr(network, name) for name in plain} == {name: WHOLE[name] for name in plain}
    assert network.other_name_list == WHOLE["other_names"]
    assert (network.stated_size, network.stated_size_unit, network.stated_size_as_of) == (12, "kommuner", "2024-05")
    assert {area.slug for area in network.focus_areas.all()} == {"mat", "it"}
    assert {kind.code for kind in network.admits.all()} == {"kommun", "region"}
    for name, code in {"counties": "SE-M", "cpv_divisions": "15", "exchanges": "benchmarks"}.items():
        assert [term.code for term in getattr(network, name).all()] == [code]
    assert {membership.agency.name for membership in network.memberships.all()} == {"Lunds kommun", "Ystads kommun"}
    assert {(rhythm.mode, rhythm.per_year) for rhythm in network.rhythms.all()} == {("in_person", 2), ("online", None)}
    relation = network.relations_out.get()
    assert (relation.kind, relation.target.slug, relation.year, relation.note) == ("part_of", "moder", 2010, "Sedan starten.")


def test_sources_keep_their_dates(load):
    load(WHOLE, MOTHER)

    dates = dict(Source.objects.filter(network__slug="matnatet").values_list("url", "page_date"))
    assert dates == {"https://matnatet.se/om": "2025-09-23", "https://lund.se/": ""}


def test_meetings_are_dated_as_exactly_as_the_file_is(load):
    load(WHOLE, MOTHER)

    autumn, spring = Meeting.objects.order_by("title")
    day = datetime.date
    assert (autumn.starts_on, autumn.ends_on, autumn.precision) == (day(2023, 11, 16), day(2023, 11, 17), "day")
    assert (spring.starts_on, spring.ends_on, spring.precision) == (day(2023, 5, 1), day(2023, 5, 31), "month")
    assert (autumn.mode, autumn.place, autumn.host.name) == ("in_person", "Lund", "Lunds kommun")


@pytest.mark.parametrize(("date", "state"), [("2999-01-01", "confirmed"), ("2999", "confirmed"), ("2020-05", "held")])
def test_coming_meeting_is_confirmed_and_past_one_held(load, date, state):
    load(catalogue_network(meetings=[{"title": "Möte", "date": date}]))

    assert Meeting.objects.get().state == state


@pytest.mark.parametrize(("confidence", "state"), [("high", "published"), ("medium", "published"), ("low", "draft")])
def test_confidence_decides_whether_readers_see_it(load, confidence, state):
    load(catalogue_network(confidence=confidence))

    network = Network.objects.get()
    assert network.editorial_state == state
    assert (network.published_at is not None) == network.is_published


def test_agencies_come_with_kind_and_county(load):
    load()

    lund = Agency.objects.get(slug="lunds-kommun")
    assert (lund.name, lund.other_name_list, lund.kind.code, lund.county.code, lund.country) == (
        "Lunds kommun", ["Lund"], "kommun", "SE-M", "SE",
    )  # fmt: skip


def test_lists_keep_the_order_of_the_file(load):
    load()

    assert [area.slug for area in FocusArea.objects.all()] == ["mat", "it", "bygg"]


def test_report_has_a_row_for_each_record(load):
    report = load(WHOLE, MOTHER)

    told = {(row.kind, row.id) for row in report.rows}
    assert {("network", "matnatet"), ("network", "moder"), ("relations", "matnatet"), ("agency", "lunds-kommun")} <= told
    assert {("focus_areas", "mat"), ("counties", "SE-M"), ("agency_kinds", "kommun")} <= told
    assert len(told) == len(report.rows) == report.count("created") + report.count("updated")


def test_lists_and_networks_can_come_in_separate_files(load, tmp_path):
    load(agencies=())

    import_catalogue(write_catalogue(tmp_path, networks=[catalogue_network(focus_areas=["mat"], members=["Lund"])]))

    assert Network.objects.get().focus_areas.get().slug == "mat"


# Again


def test_second_import_changes_nothing(load):
    load(WHOLE, MOTHER)
    before = everything()

    report = load(WHOLE, MOTHER)

    assert {row.outcome for row in report.rows} == {"unchanged"}
    assert everything() == before


def test_import_is_one_step_of_the_revision(load):
    load()
    before = Revision.objects.get().number

    load(WHOLE, MOTHER)

    assert Revision.objects.get().number == before + 1


def test_dry_run_reports_and_changes_nothing(load):
    load(MOTHER)
    before = everything()

    report = load(WHOLE, MOTHER | {"purpose": "Ny text."}, dry_run=True)

    assert outcomes(report)["matnatet"] == "created"
    assert outcomes(report)["moder"] == "updated"
    assert everything() == before


def test_new_network_is_one_entry_of_history_with_its_lists(load):
    load(WHOLE, MOTHER)

    entry = Network.history.get(slug="matnatet")
    assert entry.history_type == "+"
    assert {link.focusarea.slug for link in entry.focus_areas.all()} == {"mat", "it"}
    assert {link.agencykind.code for link in entry.admits.all()} == {"kommun", "region"}


def test_changed_network_is_one_entry_of_history_with_its_lists(load):
    load(WHOLE, MOTHER)

    load(WHOLE | {"purpose": "Ny.", "focus_areas": ["it", "bygg"], "counties": []}, MOTHER)

    latest, first = Network.history.filter(slug="matnatet")
    assert (latest.history_type, first.history_type) == ("~", "+")
    assert latest.purpose == "Ny."
    assert {link.focusarea.slug for link in latest.focus_areas.all()} == {"it", "bygg"}
    assert not latest.counties.exists()


def test_every_new_row_has_its_history(load):
    load(WHOLE, MOTHER)

    for model in (Membership, Meeting, Source, Rhythm, Relation, Agency, FocusArea):
        assert {entry.id for entry in model.history.filter(history_type="+")} == set(model.objects.values_list("pk", flat=True))


def test_history_tells_one_moment_and_where_it_came_from(load):
    load(WHOLE, MOTHER)
    load(WHOLE | {"purpose": "Ny.", "rhythm": [{"mode": "in_person", "per_year": 3}]}, MOTHER)

    entries = [*Network.history.filter(slug="matnatet"), *Rhythm.history.all()]
    assert len({entry.history_date for entry in entries}) == 2
    assert {entry.history_change_reason for entry in entries} == {"Loaded from catalogue.json"}


def test_changed_list_of_parts_touches_only_what_differs(load):
    load(WHOLE, MOTHER)
    kept = Source.objects.get(url="https://lund.se/").pk

    load(WHOLE | {"sources": [{"url": "https://lund.se/", "page_date": "2020"}, {"url": "https://new.se/"}]}, MOTHER)

    sources = {source.url: source for source in Source.objects.filter(network__slug="matnatet")}
    assert sources.keys() == {"https://lund.se/", "https://new.se/"}
    assert (sources["https://lund.se/"].pk, sources["https://lund.se/"].page_date) == (kept, "2020")
    assert [entry.history_type for entry in Source.history.filter(url="https://matnatet.se/om")] == ["-", "+"]
    assert Network.history.filter(slug="matnatet").count() == 1


def test_what_the_file_no_longer_tells_goes(load):
    load(WHOLE, MOTHER)

    load(catalogue_network("matnatet"), MOTHER)

    network = Network.objects.get(slug="matnatet")
    assert (network.short_name, network.level, network.stated_size) == ("", None, None)
    assert not network.focus_areas.exists()
    for rows in (network.memberships, network.meetings, network.rhythms, network.relations_out):
        assert not rows.exists()


def test_network_missing_from_a_later_file_stays(load):
    load(WHOLE, MOTHER)

    load(MOTHER)

    assert Network.objects.filter(slug="matnatet").exists()


def test_meeting_keeps_its_uid_in_every_installation(load):
    load(WHOLE, MOTHER)
    before = set(Meeting.objects.values_list("uid", flat=True))
    for model in (ImportedRecord, Network):
        model.objects.all().delete()

    load(WHOLE, MOTHER)

    assert set(Meeting.objects.values_list("uid", flat=True)) == before


# After a curator


def network() -> Network:
    return Network.objects.get(slug="matnatet")


def rename() -> None:
    Network.objects.filter(slug="matnatet").update(name="Måltidsnätet")


def add_own_area() -> None:
    network().focus_areas.add(FocusArea.objects.get(slug="bygg"))


def drop_area() -> None:
    network().focus_areas.remove(FocusArea.objects.get(slug="mat"))


def drop_member() -> None:
    network().memberships.get(agency__slug="ystads-kommun").delete()


def add_member() -> None:
    Membership.objects.create(network=network(), agency=make_agency(name="Region Skåne"))


def move_meeting() -> None:
    network().meetings.filter(title="Höstmöte").update(place="Malmö")


def drop_meeting() -> None:
    network().meetings.get(title="Vårmöte").delete()


def drop_relation() -> None:
    network().relations_out.get().delete()


def note_relation() -> None:
    network().relations_out.update(note="Sedan 2011.")


def add_source() -> None:
    Source.objects.create(network=network(), url="https://nyare.se/", page_date="2026")


def date_source() -> None:
    network().sources.filter(url="https://lund.se/").update(page_date="2026-01")


def change_rhythm() -> None:
    network().rhythms.filter(mode="in_person").update(per_year=4)


NEWER = {
    "name": "Nytt namn",
    "focus_areas": ["mat"],
    "members": ["Lund", "Malmö stad"],
    "meetings": [{"title": "Nytt möte", "date": "2030"}],
    "relations": [{"kind": "sister_of", "to": "moder"}],
    "sources": [{"url": "https://helt-ny.se/"}],
    "rhythm": [{"mode": "hybrid", "per_year": 9}],
}
CURATORS_CHANGES = {
    rename: "name", add_own_area: "focus_areas", drop_area: "focus_areas", drop_member: "members", add_member: "members",
    move_meeting: "meetings", drop_meeting: "meetings", drop_relation: "relations", note_relation: "relations",
    add_source: "sources", date_source: "sources", change_rhythm: "rhythm",
}  # fmt: skip


def told(name: str):
    """Return what the database tells about one field of the network, in words."""
    one = network()
    rows = {
        "name": lambda: one.name,
        "focus_areas": lambda: one.focus_areas.values_list("slug", flat=True),
        "members": lambda: one.memberships.values_list("agency__name", flat=True),
        "meetings": lambda: one.meetings.values_list("title", "place"),
        "relations": lambda: one.relations_out.values_list("kind", "note"),
        "sources": lambda: one.sources.values_list("url", "page_date"),
        "rhythm": lambda: one.rhythms.values_list("mode", "per_year"),
    }[name]()
    return rows if isinstance(rows, str) else set(rows)


@pytest.mark.parametrize("file_changes_it_too", [False, True])
@pytest.mark.parametrize("change", CURATORS_CHANGES, ids=lambda change: change.__name__)
def test_curators_change_survives_while_other_fields_are_updated(load, change, file_changes_it_too):
    load(WHOLE, MOTHER)
    change()
    field, others = CURATORS_CHANGES[change], NEWER.keys() - {CURATORS_CHANGES[change]}
    before, others_before = told(field), {name: told(name) for name in others}

    report = load(WHOLE | {name: NEWER[name] for name in NEWER if file_changes_it_too or name in others}, MOTHER)

    assert told(field) == before
    assert not [name for name in others if told(name) == others_before[name]]
    assert field in {name for row in report.rows for name in row.kept}


@pytest.mark.parametrize("state", ["draft", "submitted", "declined", "withdrawn"])
def test_editorial_state_set_by_a_curator_stays(load, state):
    load(WHOLE, MOTHER)
    Network.objects.filter(slug="matnatet").update(editorial_state=state)

    load(WHOLE | {"confidence": "medium", "purpose": "Ny."}, MOTHER)

    assert (network().editorial_state, network().purpose) == (state, "Ny.")


def test_network_published_by_a_curator_stays_published_though_the_file_is_unsure(load):
    load(catalogue_network(confidence="low"))
    Network.objects.update(editorial_state="published")

    load(catalogue_network(confidence="low", purpose="Ny."))

    assert Network.objects.get().is_published


def test_deleted_network_does_not_come_back(load):
    load(WHOLE, MOTHER)
    network().delete()

    report = load(WHOLE | {"purpose": "Ny."}, MOTHER)

    assert outcomes(report)["matnatet"] == "left_alone"
    assert not Network.objects.filter(slug="matnatet").exists()


def test_relation_to_a_deleted_network_is_left_out(load):
    load(MOTHER)
    Network.objects.all().delete()

    load(WHOLE, MOTHER)

    assert not Relation.objects.exists()
    assert network().purpose == WHOLE["purpose"]


def test_change_taken_back_lets_the_file_rule_again(load):
    load(WHOLE, MOTHER)
    rename()
    load(WHOLE | {"name": "Nytt namn"}, MOTHER)
    Network.objects.filter(slug="matnatet").update(name="Matnätet")

    load(WHOLE | {"name": "Nytt namn"}, MOTHER)

    assert network().name == "Nytt namn"


def test_curator_and_file_that_agree_do_not_block_the_next_change(load):
    load(WHOLE, MOTHER)
    rename()
    load(WHOLE | {"name": "Måltidsnätet"}, MOTHER)

    load(WHOLE | {"name": "Nytt namn"}, MOTHER)

    assert network().name == "Nytt namn"


def test_what_the_format_does_not_know_of_a_row_stays(load):
    load(WHOLE, MOTHER)
    network().meetings.filter(title="Höstmöte").update(state="cancelled")
    network().memberships.filter(agency__slug="lunds-kommun").update(joined_year=2005)

    load(WHOLE | {"members": ["Lund"], "meetings": [WHOLE["meetings"][0] | {"place": "Malmö"}]}, MOTHER)

    meeting = network().meetings.get()
    assert (meeting.place, meeting.state) == ("Malmö", "cancelled")
    assert network().memberships.get().joined_year == 2005


def test_network_registered_under_the_same_id_is_left_alone(load):
    make_network(slug="matnatet", name="En annans", editorial_state="submitted")

    report = load(WHOLE, MOTHER)

    assert outcomes(report)["matnatet"] == "left_alone"
    assert network().name == "En annans"
    assert not network().relations_out.exists()


def test_changed_address_name_does_not_part_a_record_from_its_row(load):
    load(WHOLE, MOTHER)
    Network.objects.filter(slug="matnatet").update(slug="maltidsnatet")
    FocusArea.objects.filter(slug="mat").update(slug="maltider")

    load(WHOLE | {"purpose": "Ny."}, MOTHER)

    changed = Network.objects.get(slug="maltidsnatet")
    assert changed.purpose == "Ny."
    assert {area.slug for area in changed.focus_areas.all()} == {"maltider", "it"}
    assert not Network.objects.filter(slug="matnatet").exists()


def test_deleted_term_stays_away_and_stops_nothing(load):
    load(WHOLE, MOTHER)
    FocusArea.objects.get(slug="mat").delete()

    load(WHOLE, MOTHER)

    assert [area.slug for area in network().focus_areas.all()] == ["it"]


# Members known by name only


@pytest.mark.parametrize("spelling", ["malmö STAD", "Malmo\u0308 stad", "Ｍａｌｍö ｓｔａｄ", "Malmö   stad", "Malmö-stad"])
def test_two_spellings_of_a_name_are_one_agency(load, spelling):
    load(catalogue_network("ett", members=["Malmö stad"]), catalogue_network("annat", members=[spelling, "Malmö stad"]))

    malmo = Agency.objects.exclude(slug__in=["lunds-kommun", "ystads-kommun"]).get()
    assert (malmo.name, malmo.slug) == ("Malmö stad", "malmo-stad")
    assert malmo.memberships.count() == 2


@pytest.mark.parametrize("spelling", ["lunds kommun", "LUND"])
def test_member_is_found_by_any_name_of_an_agency(load, spelling):
    load(catalogue_network(members=[spelling]))

    assert Membership.objects.get().agency.slug == "lunds-kommun"
    assert Agency.objects.count() == 2


def test_member_made_here_is_found_by_its_other_name(load):
    make_agency(name="Göteborgs Stad", other_names="Göteborg\n")

    load(catalogue_network(members=["göteborg"]), agencies=())

    assert Membership.objects.get().agency.name == "Göteborgs Stad"


def test_host_known_by_name_only_becomes_an_agency(load):
    load(catalogue_network(meetings=[{"title": "Möte", "host": "Malmö stad"}]))

    assert Meeting.objects.get().host.slug == "malmo-stad"


def test_names_that_give_the_same_address_are_two_agencies(load):
    load(catalogue_network(members=["Ås kommun", "As kommun"]), agencies=())

    assert list(Agency.objects.order_by("slug").values_list("name", "slug")) == [
        ("Ås kommun", "as-kommun"), ("As kommun", "as-kommun-2"),
    ]  # fmt: skip


def test_agency_renamed_here_is_still_found(load):
    files = catalogue_network(members=["Malmö stad", "Lund"])
    load(files)
    for agency in Agency.objects.filter(slug__in=["malmo-stad", "lunds-kommun"]):
        agency.name, agency.other_names = f"{agency.name} (ny)", ""
        agency.save()

    load(files | {"members": ["Malmö stad", "Lund", "Ystads kommun"]})

    assert {m.agency.slug for m in Membership.objects.all()} == {"malmo-stad", "lunds-kommun", "ystads-kommun"}
    assert Agency.objects.count() == 3


def test_agency_deleted_here_does_not_come_back(load):
    files = catalogue_network(members=["Malmö stad", "Ystads kommun"])
    load(files)
    Membership.objects.all().delete()
    Agency.objects.filter(slug__in=["malmo-stad", "ystads-kommun"]).delete()

    report = load(files)
    load(files)

    assert outcomes(report)["ystads-kommun"] == "left_alone"
    assert [agency.slug for agency in Agency.objects.all()] == ["lunds-kommun"]
    assert not Membership.objects.exists()


def test_agency_known_by_name_is_filled_in_by_a_later_record(load):
    load(catalogue_network(members=["Lunds kommun"]), agencies=())
    assert Agency.objects.get().kind is None

    load(catalogue_network(members=["Lunds kommun"]))

    assert Agency.objects.get(name="Lunds kommun").kind.code == "kommun"


def test_agency_made_here_keeps_what_it_tells(load):
    make_agency(name="LUNDS KOMMUN", slug="lund", country="DK")

    load()

    lund = Agency.objects.get(slug="lund")
    assert (lund.name, lund.country, lund.kind.code, lund.other_name_list) == ("LUNDS KOMMUN", "DK", "kommun", ["Lund"])
    assert Agency.objects.count() == 2


def test_other_agency_at_the_address_of_a_record_stays_another(load):
    make_agency(name="Lundsbergs kommunalförbund", slug="lunds-kommun")

    load(catalogue_network(members=["Lund"]))
    load(catalogue_network(members=["Lund"]))

    assert Membership.objects.get().agency.slug == "lunds-kommun-2"
    assert Agency.objects.get(slug="lunds-kommun").kind is None


# What does not fit


def meeting(**values) -> dict:
    return {"meetings": [{"title": "Möte", "date": "2024"} | values]}


FAULTS = {
    "unknown focus area": ({"focus_areas": ["mat", "nope"]}, "focus_areas"),
    "unknown county": ({"counties": ["SE-XX"]}, "counties"),
    "unknown kind of agency": ({"admits": ["nope"]}, "admits"),
    "unknown CPV division": ({"cpv_divisions": ["99"]}, "cpv_divisions"),
    "unknown exchange": ({"exchanges": ["nope"]}, "exchanges"),
    "unknown level": ({"level": "galactic"}, "level"),
    "unknown life": ({"life": "undead"}, "life"),
    "unknown openness": ({"openness": "ajar"}, "openness"),
    "unknown confidence": ({"confidence": "total"}, "confidence"),
    "unknown kind": ({"kind": "nope"}, "kind"),
    "unknown language": ({"language": "fi"}, "language"),
    "no language": ({"language": None}, "language"),
    "no name": ({"name": None}, "name"),
    "name of signs only": ({"name": "– !"}, "name"),
    "name too long": ({"name": "x" * 201}, "name"),
    "short name too long": ({"short_name": "x" * 41}, "short_name"),
    "no purpose": ({"purpose": ""}, "purpose"),
    "purpose of hidden letters": ({"purpose": "\u200b\u200b"}, "purpose"),
    "purpose as a list": ({"purpose": ["text"]}, "purpose"),
    "number as a text": ({"short_name": 7}, "short_name"),
    "year as a text": ({"founded_year": "1999"}, "founded_year"),
    "year as true": ({"founded_year": True}, "founded_year"),
    "year with a fraction": ({"founded_year": 1999.5}, "founded_year"),
    "year out of a number's range": ({"founded_year": 10**30}, "founded_year"),
    "year 3000": ({"founded_year": 3000}, "founded_year"),
    "ended though active": ({"life": "active", "ended_year": 2020}, "ended_year, life"),
    "ended before it was founded": ({"life": "ended", "ended_year": 1999, "founded_year": 2001}, "ended_year, founded_year"),
    "country in three letters": ({"country": "SWE"}, "country"),
    "bad website": ({"website": "not an address"}, "website"),
    "website that runs": ({"website": "javascript:alert(1)"}, "website"),
    "bad linkedin": ({"linkedin": "linkedin"}, "linkedin"),
    "no source": ({"sources": []}, "sources"),
    "source without an address": ({"sources": [{"url": None}]}, "sources url"),
    "source with a bad address": ({"sources": [{"url": "ftp//x"}]}, "sources url"),
    "source with a bad date": ({"sources": [{"url": "https://a.se", "page_date": "2024-13"}]}, "sources page_date"),
    "source dated by week": ({"sources": [{"url": "https://a.se", "page_date": "2024-W05-1"}]}, "sources page_date"),
    "source named twice": ({"sources": [{"url": "https://a.se"}, {"url": "https://a.se"}]}, "sources"),
    "sources as a text": ({"sources": "https://a.se"}, "sources"),
    "source as a text": ({"sources": ["https://a.se"]}, "sources"),
    "unknown key of a source": ({"sources": [{"url": "https://a.se", "date": "2024"}]}, "sources date"),
    "members as a text": ({"members": "Lund"}, "members"),
    "member that is nothing": ({"members": ["Lund", None]}, "members"),
    "member as a number": ({"members": [7]}, "members"),
    "member of signs only": ({"members": ["***"]}, "members"),
    "member with a name too long": ({"members": ["x" * 201]}, "members"),
    "member with a surrogate": ({"members": ["Lund \ud800"]}, "members"),
    "text with NUL": ({"purpose": "a\0b"}, "purpose"),
    "NUL in a code": ({"focus_areas": ["mat\0"]}, "focus_areas"),
    "NUL in a nested text": (meeting(place="a\0b"), "meetings place"),
    "other names as a text": ({"other_names": "Nätet"}, "other_names"),
    "meeting without a title": (meeting(title=None), "meetings title"),
    "meeting on a bad day": (meeting(date="2023-02-30"), "meetings date"),
    "meeting on a short day": (meeting(date="2026-02-2"), "meetings date"),
    "meeting on part of a year": (meeting(date="202"), "meetings date"),
    "meeting in words": (meeting(date="i höst"), "meetings date"),
    "meeting as a number": (meeting(date=2024), "meetings date"),
    "meeting in year 0": (meeting(date="0000"), "meetings date"),
    "meeting that ends before it starts": (meeting(date="2024-05-02", ends="2024-05-01"), "meetings ends"),
    "meeting that ends in a month": (meeting(date="2024-05-02", ends="2024-06"), "meetings ends"),
    "meeting that ends without a first day": (meeting(date="2024-05", ends="2024-05-02"), "meetings ends"),
    "meeting of an unknown mode": (meeting(mode="telepathy"), "meetings mode"),
    "meeting told twice": ({"meetings": [{"title": "Möte", "date": "2024"}] * 2}, "meetings"),
    "host with a name too long": (meeting(host="x" * 201), "meetings host"),
    "rhythm of nothing": ({"rhythm": [{"mode": None, "per_year": None}]}, "rhythm mode, per_year"),
    "rhythm of an unknown mode": ({"rhythm": [{"mode": "telepathy"}]}, "rhythm mode"),
    "rhythm of 400 a year": ({"rhythm": [{"mode": "online", "per_year": 400}]}, "rhythm per_year"),
    "rhythm of one mode twice": ({"rhythm": [{"mode": "online"}, {"mode": "online", "per_year": 2}]}, "rhythm"),
    "size in words": ({"stated_size": "många"}, "stated_size"),
    "size without a count": ({"stated_size": {"unit": "kommuner"}}, "stated_size"),
    "size of none": ({"stated_size": {"count": 0}}, "stated_size"),
    "size below none": ({"stated_size": {"count": -1}}, "stated_size"),
    "size on a bad date": ({"stated_size": {"count": 3, "as_of": "nyss"}}, "stated_size as_of"),
    "relation to an unknown network": ({"relations": [{"kind": "part_of", "to": "nope"}]}, "relations to"),
    "relation to nothing": ({"relations": [{"kind": "part_of", "to": None}]}, "relations to"),
    "relation of an unknown kind": ({"relations": [{"kind": "twin_of", "to": "moder"}]}, "relations kind"),
    "relation to itself": ({"relations": [{"kind": "part_of", "to": "natet"}]}, "relations origin, target"),
    "relation told twice": ({"relations": [{"kind": "part_of", "to": "moder"}] * 2}, "relations"),
    "relation in year 3000": ({"relations": [{"kind": "part_of", "to": "moder", "year": 3000}]}, "relations year"),
    "unknown key": ({"nmae": "Nätet"}, "nmae"),
}


@pytest.mark.parametrize(("values", "field"), FAULTS.values(), ids=FAULTS)
def test_record_that_does_not_fit_is_named_and_nothing_is_loaded(refused, values, field):
    assert refused(catalogue_network(**values)) == {("natet", field)}


AGENCY_FAULTS = {
    "unknown kind": ({"kind": "nope"}, "kind"),
    "unknown county": ({"county": "SE-XX"}, "county"),
    "no name": ({"name": None}, "name"),
    "name too long": ({"name": "x" * 201}, "name"),
    "country in three letters": ({"country": "SWE"}, "country"),
    "name of another": ({"name": "lund"}, "name"),
    "other name of another": ({"other_names": ["LUNDS  kommun"]}, "name"),
    "number too long": ({"organisation_number": "1234567890123"}, "organisation_number"),
    "unknown key": ({"population": 3}, "population"),
}


@pytest.mark.parametrize(("values", "field"), AGENCY_FAULTS.values(), ids=AGENCY_FAULTS)
def test_agency_that_does_not_fit_is_named_and_nothing_is_loaded(refused, values, field):
    assert refused(agencies=[LUND, {"id": "annan", "name": "En annan"} | values]) == {("annan", field)}


def test_sisters_told_from_both_sides_are_named_at_the_second(refused):
    ett = catalogue_network("ett", relations=[{"kind": "sister_of", "to": "annat"}])
    annat = catalogue_network("annat", relations=[{"kind": "sister_of", "to": "ett"}])

    assert refused(ett, annat) == {("annat", "relations kind")}


def test_organisation_number_of_two_agencies_is_named_at_the_second(refused):
    twins = [{"id": name, "name": name, "organisation_number": "212000-1132"} for name in ("ett", "annat")]

    assert refused(agencies=twins) == {("annat", "organisation_number")}


def test_term_that_does_not_fit_is_named_and_nothing_is_loaded(refused):
    nameless = {"code": "SE-AB", "name_sv": "", "name_en": "Stockholm", "scb_code": "01"}
    twin = {"code": "SE-X", "name_sv": "Gävleborg", "name_en": "Gävleborg", "scb_code": "12"}

    assert refused(counties=[*TERMS["counties"], nameless]) == {("SE-AB", "name_sv")}
    assert refused(counties=[*TERMS["counties"], twin]) == {("SE-X", "scb_code")}


def test_every_fault_is_named_at_once(refused):
    faults = refused(catalogue_network("ett", level="nope", purpose=3), catalogue_network("annat", sources=None, members=7))

    assert faults >= {("ett", "purpose"), ("annat", "members")}


@pytest.mark.parametrize("id_", [None, "", 7, "å", "a b", "x" * 121, "a\0"])
def test_record_without_a_usable_id_is_named_by_its_place(refused, id_):
    assert refused(catalogue_network(id_)) == {("networks 2", "id")}


def test_record_that_is_no_object_is_named_by_its_place(refused):
    assert refused("text") == {("networks 2", "id")}


def test_id_that_stands_twice_is_named(refused):
    assert refused(catalogue_network("moder")) == {("moder", "id")}


def test_section_of_another_type_is_named(refused):
    assert refused(counties={"SE-M": "Skåne"}) == {("counties", "-")}


def test_unknown_section_is_named(refused):
    assert refused(network=[]) == {("-", "network")}


FILES = {
    "not JSON": (b"{", "-"),
    "nothing": (b"", "-"),
    "bytes": (b"\xff\xfe\x00", "-"),
    "deeply nested": (b"[" * 100_000, "-"),
    "a long number": (b"1" * 10_000, "-"),
    "a list": (b"[]", "format"),
    "null": (b"null", "format"),
    "another format": (json.dumps({"format": "other", "version": 1}).encode(), "format"),
    "another version": (json.dumps({"format": "natverkskartan-catalogue", "version": 2}).encode(), "format"),
    "no version": (json.dumps({"format": "natverkskartan-catalogue"}).encode(), "format"),
}


@pytest.mark.parametrize(("content", "field"), FILES.values(), ids=FILES)
def test_file_that_is_no_catalogue_is_named(tmp_path, content, field):
    path = tmp_path / "broken.json"
    path.write_bytes(content)

    with pytest.raises(CatalogueError) as caught:
        import_catalogue(path)

    assert [(problem.file, problem.field) for problem in caught.value.problems] == [("broken.json", field)]


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_missing_file_and_folder_are_named(tmp_path, name):
    with pytest.raises(CatalogueError, match=r"no such file|cannot be read"):
        import_catalogue(tmp_path / name)


def test_fault_found_by_the_database_leaves_nothing_of_an_update(load, refused):
    load(MOTHER)

    assert refused(catalogue_network(founded_year=3000), agencies=[LUND | {"name": "Lunds stad"}, YSTAD]) == {
        ("natet", "founded_year")
    }


def test_agency_renamed_by_the_file_to_another_agencys_name_is_named(load, refused):
    load()
    make_agency(name="Lunds stad")

    assert refused(agencies=[LUND | {"name": "Lunds stad"}, YSTAD]) == {("lunds-kommun", "name")}
