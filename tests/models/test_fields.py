"""Columns that are computed stay true however rows are written; partial dates are dates."""

import pytest
from django.core.exceptions import ValidationError

from directory.models import Agency, Network, Source
from tests.factories import make_agency, make_network

ALL_ENTRIES = {"name": "Åre  INKÖP", "slug": "are"}
DERIVED = ("åre inköp", "zbre0inkzdp")


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Agency, Network])
def test_derived_columns_follow_their_source_through_save(model):
    row = model.objects.create(name="Annat", slug="are")
    row.name = ALL_ENTRIES["name"]
    row.save()

    assert model.objects.values_list("folded_name", "sort_key").get() == DERIVED
    assert (row.folded_name, row.sort_key) == DERIVED


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Agency, Network])
def test_derived_columns_follow_their_source_through_bulk_writes(model):
    model.objects.bulk_create([model(**ALL_ENTRIES)])
    assert model.objects.values_list("folded_name", "sort_key").get() == DERIVED

    model.objects.bulk_create(
        [model(name="Ystad", slug="are")], update_conflicts=True, unique_fields=["slug"], update_fields=["name", "folded_name"]
    )
    assert model.objects.values_list("folded_name", flat=True).get() == "ystad"


@pytest.mark.django_db
def test_history_keeps_derived_columns():
    assert make_agency(**ALL_ENTRIES).history.values_list("folded_name", "sort_key").get() == DERIVED


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["\ufdfa" * 200, "Å" * 200, "1" * 200, "ß" * 200])
def test_longest_name_fits_however_it_folds(name):
    assert make_agency(name=name, slug="lang").pk
    assert make_network(name=name, slug="lang").pk


@pytest.mark.django_db
def test_second_spelling_of_the_longest_name_is_refused_with_a_reason():
    name = "\ufdfa" * 200
    make_agency(name=name, slug="ett")

    with pytest.raises(ValidationError) as caught:
        Agency(name=name, slug="annat").full_clean()

    assert "name" in caught.value.message_dict


@pytest.mark.parametrize("date", ["2026", "2026-02", "2026-02-25", "1999-12-31"])
def test_partial_date_is_taken(date):
    Source._meta.get_field("page_date").clean(date, None)


@pytest.mark.parametrize("date", ["26", "2026-13", "2026-00", "2026-02-32", "2026-02-", "2026-2", "2026\n", "٢٠٢٦", "i år"])
def test_what_is_no_partial_date_is_refused(date):
    with pytest.raises(ValidationError):
        Source._meta.get_field("page_date").clean(date, None)
