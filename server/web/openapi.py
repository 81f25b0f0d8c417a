"""The OpenAPI 3.1 document, made from the same types that validate."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from server.services.access import Who
from server.web.endpoint import ENDPOINTS, Endpoint, Nothing

REFERENCE = "#/components/schemas/{model}"

ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string", "description": "stable, for programs"},
                "message": {"type": "string", "description": "for people; says what to do"},
                "fields": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "field": {"type": "string"},
                            "code": {"type": "string"},
                            "message": {"type": "string"},
                        },
                    },
                },
            },
        }
    },
}


def document() -> dict[str, Any]:
    """Return the whole document."""
    models = {model for endpoint in ENDPOINTS for model in _models(endpoint)}
    ordered = sorted(models, key=lambda model: model.__name__)
    modes: list[tuple[type[BaseModel], Any]] = [(model, "validation") for model in ordered]
    _, schemas = models_json_schema(modes, ref_template=REFERENCE)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Madoguchi",
            "version": "1",
            "description": "Reservation, check-in, calling and boards of ward offices.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": _paths(),
        "components": {
            "schemas": schemas.get("$defs", {}) | {"Error": ERROR_SCHEMA},
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "madoguchi_session"},
            },
        },
    }


def _models(endpoint: Endpoint) -> list[type[BaseModel]]:
    answered = [model for model in endpoint.answers.values() if model is not None]
    return [endpoint.takes, *answered]


def _paths() -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return paths


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "x-access": {who.value: who in endpoint.who for who in Who},
        "security": [] if Who.ANYBODY in endpoint.who else [{"key": []}, {"session": []}],
        "parameters": _parameters(endpoint),
        "responses": _responses(endpoint),
    }
    if endpoint.method == "POST":
        operation["requestBody"] = {
            "required": endpoint.takes is not Nothing,
            "content": {"application/json": {"schema": _reference(endpoint.takes)}},
        }
    return operation


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    names = [part.strip("{}") for part in endpoint.path.split("/") if part.startswith("{")]
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]
    if endpoint.method == "POST" and endpoint.writes:
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "maxLength": 128},
            }
        )
    if endpoint.method == "GET":
        schema = endpoint.takes.model_json_schema()
        found += [
            {
                "name": name,
                "in": "query",
                "required": name in schema.get("required", []),
                "schema": shape,
            }
            for name, shape in schema.get("properties", {}).items()
        ]
    return found


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "default": {
            "description": "refused",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
        }
    }
    for status, model in endpoint.answers.items():
        responses[str(status)] = {"description": "done"}
        if model is not None:
            responses[str(status)]["content"] = {"application/json": {"schema": _reference(model)}}
    return responses


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=model.__name__)}
