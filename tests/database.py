"""What the database holds, to tell whether anything changed."""

from django.apps import apps

ONWARDS_ONLY = ("sequence", "changed_at")
"""What tells calendars of a change, and of the change that takes it back."""


def as_it_stood(row: dict) -> dict:
    """Return a row without what only goes onwards."""
    return {name: value for name, value in row.items() if name not in ONWARDS_ONLY}


def everything() -> dict[str, list[dict]]:
    """Return every row of every table of the directory, its history included."""
    models = apps.get_app_config("directory").get_models(include_auto_created=True)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
