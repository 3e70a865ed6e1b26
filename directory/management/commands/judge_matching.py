"""``manage.py judge_matching FILE``: how well networks are matched to graded needs."""

import json
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.finding import current_snapshot
from directory.finding.judging import TOP, Figures, GradedNeed, Judged, judge, mean, plain_search
from directory.services.graded_needs import LANGUAGES, NeedsError, read_needs


class Command(BaseCommand):
    help = (
        "Judge the matching by a file of graded needs: nDCG@5, recall of grade 3 in the top five, mean reciprocal rank, each "
        "against plain text search, and with weights chosen without the need that is judged. The last line is JSON."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="a JSON list of needs with the grades of networks")
        parser.add_argument("--with-focus", action="store_true", help="tick the focus areas that each need names")

    def handle(self, *, file, with_focus, **options):
        try:
            needs = read_needs(file, with_focus=with_focus)
        except NeedsError as error:
            raise CommandError(f"{error}\n{len(error.problems)} to mend; nothing was judged.") from None
        snapshot = current_snapshot()
        known = {network.slug for network in snapshot.networks}
        if not known:
            raise CommandError("No network is published here. Load the catalogue first: manage.py start does.")
        absent = sorted({slug for one in needs for slug in one.grades} - known)
        findable = [replace(one, grades={slug: grade for slug, grade in one.grades.items() if slug in known}) for one in needs]
        judged = Judged(snapshot, findable)
        rankings = judged.rankings()
        plain = [plain_search(snapshot, one.need.text) for one in needs]
        figures, baseline = _judge_all(rankings, findable), _judge_all(plain, findable)
        for one, ranking, its, its_baseline in zip(findable, rankings, figures, baseline, strict=True):
            self._tell(one, ranking, its, its_baseline)
        left_one_out = mean(judged.left_one_out())
        with_absent = mean(_judge_all(rankings, needs))
        by_language = {
            language: {"needs": len(places), **mean(figures[p] for p in places), "baseline": mean(baseline[p] for p in places)}
            for language in LANGUAGES
            if (places := [place for place, one in enumerate(needs) if one.language == language])
        }
        result = {
            **mean(figures), "baseline": mean(baseline), "left_one_out": left_one_out, "needs": len(needs),
            "by_language": by_language, "not_published": absent, "not_published_counted_as_missed": with_absent,
        }  # fmt: skip
        self._table(result)
        self.stdout.write(json.dumps(result))

    def _tell(self, one: GradedNeed, ranking: list[str], figures: Figures, baseline: Figures) -> None:
        self.stdout.write(
            f"{one.id} ({one.language})  nDCG@5 {figures.ndcg:.2f}, plain search {baseline.ndcg:.2f}  {one.need.text}"
        )
        got = [f"{slug} {one.grades.get(slug, '-')}" for slug in ranking[:TOP]]
        missed = [slug for slug, grade in one.grades.items() if grade == max(one.grades.values()) and slug not in ranking[:TOP]]
        self.stdout.write(f"    got {', '.join(got)}" + (f"; missed {', '.join(missed)}" if missed else ""))

    def _table(self, result: dict) -> None:
        rows = {"all needs": result, **{f"needs in {one}": figures for one, figures in result["by_language"].items()}}
        self.stdout.write(f"\n{'':32}{'nDCG@5':>8}{'recall3@5':>11}{'MRR':>8}")
        for name, figures in rows.items():
            self._row(name, figures)
            self._row("  plain text search", figures["baseline"])
        self._row("weights chosen on the others", result["left_one_out"])
        if result["not_published"]:
            self._row("those not published as missed", result["not_published_counted_as_missed"])
            self.stdout.write(f"Graded but not published here, and left out above: {', '.join(result['not_published'])}")

    def _row(self, name: str, figures: dict) -> None:
        self.stdout.write(f"{name:32}{figures['ndcg@5']:8.3f}{figures['recall3@5']:11.3f}{figures['mrr']:8.3f}")


def _judge_all(rankings: list[list[str]], needs: list[GradedNeed]) -> list[Figures]:
    return [judge(ranking, one.grades) for ranking, one in zip(rankings, needs, strict=True)]
