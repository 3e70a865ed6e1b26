"""A list written into its frame is the page its template gives, whoever asked before."""

import pytest
from django.template.loader import get_template
from django.utils import translation

from directory.templatetags.frames import framed
from tests.factories import make_network

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/natverk/",
    "/natverk/?q=mat",
    "/natverk/?q=mat+%3Cb%3E&level=national&page=2",
    "/natverk/?level=nowhere",
    "/natverk/?q=xyzzy",
    "/natverk/?member_name=r%C3%A5d",
    "/en/networks/?q=mat&level=national&level=local",
    "/en/networks/",
    "/organisationer/?q=xyzzy",
    "/en/agencies/",
    "/moten/?when=coming",
    "/en/meetings/",
]


@pytest.fixture
def networks():
    for number in range(45):
        make_network(name=f"Matnätet {number}", purpose="Om mat <b>.", level="national")


def plain(response) -> str:
    """Return the page as its template writes it without a frame."""
    request, view = response.wsgi_request, response.context["view"]
    context = {name: response.context.get(name) for name in ("filter", "page_obj", "today", "view", "groups")}
    context["search_label"] = response.context["filter"].form.fields["q"].label
    with translation.override(response["Content-Language"]):
        return get_template(view.template_name).render(context, request)


@pytest.mark.parametrize("in_turn", [ADDRESSES, ADDRESSES[::-1]])
def test_page_in_its_frame_is_that_of_its_template(client, networks, in_turn):
    framed.cache_clear()
    for address in in_turn:
        response = client.get(address)

        assert response.status_code == 200
        assert "<mark>" in response.content.decode() or "q=mat" not in address
        assert response.content.decode() == plain(response), address


def test_frame_is_written_once_for_each_page_and_language(client, networks):
    framed.cache_clear()
    for address in ADDRESSES:
        client.get(address)

    assert framed.cache_info().misses == 6
