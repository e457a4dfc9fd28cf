"""/healthz: for load balancers and for whoever waits until Segue is up."""

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone

from segue.models.heartbeat import living_workers


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when web, database and worker are ready; 503 with what is missing otherwise."""
    try:
        worker = "ok" if living_workers(timezone.now()) else "no worker is running"
        database = "ok"
    except (DatabaseError, InterfaceError):
        worker, database = "unknown", "not reachable, or not up to date"
    parts = {"web": "ok", "database": database, "worker": worker}
    return JsonResponse(parts, status=200 if set(parts.values()) == {"ok"} else 503)


urlpatterns = [path("healthz", healthz, name="healthz")]
