"""The block of data in a page is there for whoever reads it, and the browser's policy of scripts does not mind it."""

import json

import pytest

pytestmark = pytest.mark.browser

WATCH = "addEventListener('securitypolicyviolation', event => (window.refused ??= []).push(event.violatedDirective))"


@pytest.mark.parametrize("path", ["/", "/om/", "/natverk/lfu/", "/organisationer/region-skane/"])
def test_block_of_data_is_refused_by_no_policy(visitor, site, path):
    complaints = []
    visitor.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    visitor.add_init_script(WATCH)
    answer = visitor.goto(site.url + path)

    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert json.loads(visitor.locator('script[type="application/ld+json"]').text_content())["@graph"]
    assert (complaints, visitor.evaluate("window.refused ?? []")) == ([], [])


def test_a_script_that_runs_would_be_refused(page, site):
    page.add_init_script(WATCH)
    page.goto(f"{site.url}/om/")
    page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: 'window.ran = true'}))")

    assert page.evaluate("[window.ran ?? false, (window.refused ?? []).length]") == [False, 1]
