"""Reading a file of graded needs: what the matching is judged by."""

import json
from pathlib import Path

from directory.finding.judging import GradedNeed
from directory.finding.matching import Need
from directory.models import AgencyKind, County, FocusArea
from directory.text import fold

LANGUAGES, GRADES = ("sv", "en"), (0, 1, 2, 3)


class NeedsError(Exception):
    """The file does not fit; ``problems`` tells each fault."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


def read_needs(file: Path, *, with_focus: bool = False) -> list[GradedNeed]:
    """Return the needs of a JSON file: a list of objects with ``id``, ``need``, ``language`` and ``graded`` (slug: 0 to 3).

    ``asker_kind`` (code) and ``asker_region`` (name of a county) are what the visitor would tell of themselves;
    ``focus_areas`` are only taken for boxes they ticked ``with_focus``. Raises ``NeedsError``.
    """
    try:
        records = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NeedsError([f"{file}: {error}"]) from None
    if not isinstance(records, list) or not records:
        raise NeedsError([f"{file}: a list of needs was expected."])
    reader = _Reader(with_focus)
    needs = [reader.need(place, record) for place, record in enumerate(records, 1)]
    if reader.problems:
        raise NeedsError([f"{file}: {problem}" for problem in reader.problems])
    return needs


class _Reader:
    def __init__(self, with_focus: bool):
        self.problems: list[str] = []
        self._with_focus = with_focus
        self._kinds = set(AgencyKind.objects.values_list("code", flat=True))
        self._areas = set(FocusArea.objects.values_list("slug", flat=True))
        self._counties = {fold(name): code for name, code in County.objects.values_list("name_sv", "code")}

    def need(self, place: int, record) -> GradedNeed | None:
        if not isinstance(record, dict) or not all(isinstance(record.get(key), str) for key in ("id", "need", "language")):
            return self._fault(f"need {place}", "it lacks id, need or language.")
        name, grades = record["id"], record.get("graded")
        if record["language"] not in LANGUAGES:
            self._fault(name, f"language {record['language']} is neither sv nor en.")
        if not isinstance(grades, dict) or not grades or not all(type(one) is int and one in GRADES for one in grades.values()):
            return self._fault(name, "graded holds no networks with grades from 0 to 3.")
        return GradedNeed(name, record["language"], self._asked(name, record), grades)

    def _asked(self, name: str, record: dict) -> Need:
        kind, county = record.get("asker_kind") or "", record.get("asker_region") or ""
        areas = [area.replace("_", "-") for area in record.get("focus_areas") or ()] if self._with_focus else []
        if kind and kind not in self._kinds:
            self._fault(name, f"asker_kind {kind} is not in the list of kinds of agency.")
        if county and fold(county) not in self._counties:
            self._fault(name, f"asker_region {county} is not a county.")
        for area in set(areas) - self._areas:
            self._fault(name, f"{area} is not a focus area.")
        counties = frozenset(self._counties[fold(county)] for county in [county] if fold(county) in self._counties)
        return Need(text=record["need"], who=kind, county=counties, focus=frozenset(areas))

    def _fault(self, name: str, reason: str) -> None:
        self.problems.append(f"{name}: {reason}")
