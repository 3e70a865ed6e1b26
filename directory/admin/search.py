"""Search in the admin as Swedes spell: åre finds ÅRE, on every database."""

from django.db.models import Q

from directory.text import fold, words


class FoldedSearch:
    """Finds rows that hold every word in ``search_fields``; those not stored folded are read and folded here."""

    def get_search_results(self, request, queryset, search_term):
        asked = words(search_term)
        if not asked:
            return (queryset.none() if search_term.strip() else queryset), False
        stored = [name for name in self.search_fields if name.endswith("folded_name")]
        texts = _folded_texts(queryset, [name for name in self.search_fields if name not in stored])
        for word in asked:
            in_stored = Q.create([(f"{name}__contains", word) for name in stored], connector=Q.OR)
            queryset = queryset.filter(in_stored | Q(pk__in=[pk for pk, text in texts if word in text]))
        return queryset, False


def _folded_texts(queryset, names: list[str]) -> list[tuple[int, str]]:
    if not names:
        return []
    return [(pk, fold(" ".join(filter(None, texts)))) for pk, *texts in queryset.values_list("pk", *names)]
