"""The real catalogue to a spreadsheet and back."""

import pytest

from directory.models import Agency, Network
from tests.admin.test_importing import counts, send
from tests.admin.test_spreadsheets import export

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Network, Agency])
@pytest.mark.parametrize("action", ["export_xlsx", "export_csv"])
def test_what_is_exported_and_sent_back_changes_nothing(admin_client, catalogue, model, action):
    kind = model._meta.model_name

    page = send(admin_client, export(admin_client, model, action).content, kind)

    assert counts(page) == (0, 0, model.objects.count(), 0), page.context["outcome"].told[:3]
