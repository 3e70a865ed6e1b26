"""Who may edit which network."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from directory.models import Coordinator, Network
from tests.factories import make_coordinator, make_network, make_user

pytestmark = pytest.mark.django_db


def test_coordinator_may_edit_their_own_network_only():
    own = make_coordinator()
    make_network()

    assert [*Network.objects.editable_by(own.user)] == [own.network]


def test_nobody_else_may_edit_it():
    make_coordinator()

    assert not Network.objects.editable_by(make_user()).exists()
    assert not Network.objects.editable_by(AnonymousUser()).exists()


def test_somebody_coordinates_a_network_once():
    own = make_coordinator()

    with pytest.raises(IntegrityError):
        make_coordinator(network=own.network, user=own.user)


def test_mail_reaches_those_who_have_an_address_and_may_sign_in():
    network = make_network()
    reached = make_coordinator(network=network)
    make_coordinator(network=network, user=make_user(is_active=False))

    assert [*Coordinator.objects.reachable()] == [reached]
