"""The site's own settings, with addresses beside its own that only benchmarks ask."""

from networks_site.settings import *  # noqa: F403, TID251  settings made from settings: there is nothing to override yet

ROOT_URLCONF = "tests.benchmarks.urls"
