"""How the site is, for the programs that watch it: one address for all languages, kept by nobody."""

from django.http import JsonResponse
from django.views.generic import View

from directory.finding import current_snapshot
from directory.finding.store import age_of_held
from directory.services.health import findings


class HealthView(View):
    http_method_names = ["get", "head"]

    def get(self, request):
        found = findings()
        is_well = all(well for well, _figures in found.values())
        checks = {name: {"ok": well} | figures for name, (well, figures) in found.items()}
        if found["database"][0]:
            checks["snapshot"] = {"ok": True, "revision": current_snapshot().edition.number, "age_seconds": age_of_held()}
        status = 200 if is_well else 503
        answer = JsonResponse({"status": "ok" if is_well else "fault", "checks": checks}, status=status)
        answer["Cache-Control"], answer["Content-Language"] = "no-store", "en"
        return answer
