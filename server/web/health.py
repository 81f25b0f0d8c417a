"""Liveness, readiness, metrics; for machines that watch machines."""

from functools import cache

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from server.domain.refusals import NotAllowed
from server.services import health
from server.services.callers import Kind
from server.web.current import caller, city

blueprint = Blueprint("health", __name__)

#: Addresses from which metrics are read without a key.
LOCAL = frozenset({"127.0.0.1", "::1"})

requests_total = Counter(
    "madoguchi_requests", "Requests by endpoint and status", ["rule", "status"]
)
request_seconds = Histogram("madoguchi_request_seconds", "Time to answer", ["rule"])
# To look one up by its labels costs more than to count.
_total, _seconds = cache(requests_total.labels), cache(request_seconds.labels)


def measured(rule: str, status: int, seconds: float) -> None:
    """Count one answered request of an endpoint."""
    _total(rule, status).inc()
    _seconds(rule).observe(seconds)


@blueprint.get("/healthz")
def live() -> ResponseReturnValue:
    return {"status": "ok"}


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    found = health.check(city(), current_app.config["BROKER"])
    return {"status": "ok" if all(found.values()) else "not ready", "checks": found}, (
        200 if all(found.values()) else 503
    )


@blueprint.get("/metrics")
def metrics() -> ResponseReturnValue:
    if request.remote_addr not in LOCAL and caller().kind is Kind.ANYBODY:
        raise NotAllowed(known=False)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
