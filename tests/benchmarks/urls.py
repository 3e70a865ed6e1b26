"""The site's addresses, and those of the benchmarks."""

from django.urls import path

from networks_site.urls import handler400, handler403, handler404, handler500, urlpatterns
from tests.benchmarks import naive, views

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("benchmark/floor/", views.floor),
    path("benchmark/plain-meetings/", views.plain_meetings),
    path("benchmark/emptied/", views.EmptiedListView.as_view()),
    path("benchmark/naive/", naive.NaiveListView.as_view()),
    path("benchmark/rename/<slug:slug>/<slug:word>/", views.rename),
    *urlpatterns,
]
