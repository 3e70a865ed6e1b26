"""What would be deleted along with a row, told in words."""

from django.utils.text import capfirst


class TellsWhatIsDeleted:
    """Leaves out the rows that only tie two others together: they have no name, and go with either."""

    def get_deleted_objects(self, objs, request):
        told, counts, *refusals = super().get_deleted_objects(objs, request)
        ties = [through._meta for through in _ties(self.model)]
        for tie in ties:
            counts.pop(tie.verbose_name_plural, None)
        return _without(told, tuple(f"{capfirst(tie.verbose_name)}: " for tie in ties)), counts, *refusals


def _ties(model) -> list:
    """Return the models Django made for the lists that ``model`` has or stands in."""
    lists = [*model._meta.many_to_many, *(one.field for one in model._meta.related_objects if one.many_to_many)]
    return [field.remote_field.through for field in lists if field.remote_field.through._meta.auto_created]


def _without(told: list, beginnings: tuple[str, ...]) -> list:
    """Return a nested list of texts without those that begin in one of these ways."""
    kept = [_without(one, beginnings) if isinstance(one, list) else one for one in told]
    return [one for one in kept if one and not (isinstance(one, str) and one.startswith(beginnings))]
