"""What the database holds, to tell whether anything changed."""

from django.apps import apps


def everything() -> dict[str, list[dict]]:
    """Return every row of every table of the directory, its history included."""
    models = apps.get_app_config("directory").get_models(include_auto_created=True)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
