"""The pages of prose: what they promise, and how they name who runs the site."""

import pytest

from directory.views.release import release


@pytest.mark.parametrize("page", ["/om/", "/tillganglighet/", "/integritet/"])
def test_mailbox_is_named_if_there_is_one(client, settings, page):
    assert "Det finns ingen adress att skriva till än." in client.get(page).content.decode()

    settings.CURATOR_EMAIL = "kurator@natverk.example"
    assert 'href="mailto:kurator@natverk.example"' in client.get(page).content.decode()


def test_privacy_page_tells_ground_time_and_who_is_responsible(client):
    page = client.get("/integritet/").content.decode()

    assert "artikel 6.1 a i dataskyddsförordningen" in page
    assert "raderas 365 dagar efter att ditt nätverk publicerades" in page
    assert "Det som inte bekräftas raderas efter 7 dagar, det som bekräftas efter 730 dagar" in page
    assert "Den som driver webbplatsen ansvarar" in page


def test_browser_asks_anew_once_the_mailbox_is_another(settings):
    before = release()
    settings.CURATOR_EMAIL = "kurator@natverk.example"

    assert release() != before
