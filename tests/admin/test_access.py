"""No page of the admin answers anyone but the staff."""

import pytest
from django.contrib import admin
from django.urls import URLPattern

pytestmark = pytest.mark.django_db

OPEN = {"login"}
A_VALUE = {"object_id": "1", "pk": "1", "content_type_id": "1", "url": "x", "app_label": "directory", "id": "1"}


def addresses(patterns, before: str = "") -> list[str]:
    """Return an address for each pattern of an URLconf, with something in the place of its variables."""
    found = []
    for pattern in patterns:
        route = before + _filled(pattern.pattern)
        if isinstance(pattern, URLPattern):
            found += [route] if pattern.name not in OPEN else []
        else:
            found += addresses(pattern.url_patterns, route)
    return found


def _filled(pattern) -> str:
    route = getattr(pattern, "_route", None)
    if route is None:
        return "directory/" if "app_label" in pattern.regex.groupindex else "x"
    for name, converter in pattern.converters.items():
        route = route.replace(f"<{type(converter).__name__.removesuffix('Converter').lower()}:{name}>", A_VALUE[name])
        route = route.replace(f"<{name}>", A_VALUE[name])
    return route


ADDRESSES = addresses(admin.site.get_urls())


def test_every_kind_of_page_is_walked():
    assert len(ADDRESSES) > 100
    assert not any("<" in address for address in ADDRESSES)
    for page in (
        "directory/network/1/history/",
        "directory/network/1/restore/",
        "directory/network/deleted/",
        "directory/agency/1/merge/",
    ):
        assert page in ADDRESSES


@pytest.mark.parametrize("who", ["a stranger", "a user who is not staff"])
def test_admin_answers_nobody_but_the_staff(client, django_user_model, who):
    if who != "a stranger":
        client.force_login(django_user_model.objects.create_user("någon"))

    for address in ADDRESSES:
        for answer in (client.get(f"/admin/{address}"), client.post(f"/admin/{address}")):
            assert answer.status_code == 302, address
            assert answer.url.startswith("/admin/login/") or address == "logout/", address
