import importlib
import json
from typing import Any

import pytest

from server.app import API
from server.web import openapi
from server.web.endpoint import ENDPOINTS


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    for name in API:
        importlib.import_module(f"server.web.api.{name}")
    return openapi.document()


def test_the_document_is_served_below_the_api(sqlite_web, document):
    assert sqlite_web.get("/openapi.json").json == json.loads(json.dumps(document))


def everything_in(part: Any):
    yield part
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for one in inner:
        yield from everything_in(one)


def test_the_document_is_openapi_3_1_and_names_itself(document):
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Madoguchi"
    assert document["servers"] == [{"url": "/api/v1"}]


def test_every_endpoint_has_its_operation_and_no_other_is_there(document):
    operations = {
        (method.upper(), path) for path, methods in document["paths"].items() for method in methods
    }
    assert operations == {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}


def test_every_reference_leads_somewhere(document):
    references = [
        part["$ref"]
        for part in everything_in(document)
        if isinstance(part, dict) and isinstance(part.get("$ref"), str)
    ]
    assert references
    for reference in references:
        _, *steps = reference.split("/")
        found = document
        for step in steps:
            assert step in found, reference
            found = found[step]


def test_operations_have_names_of_their_own_and_say_what_they_do(document):
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    names = [one["operationId"] for one in operations]
    assert len(set(names)) == len(names)
    assert all(one["summary"] for one in operations)


def test_every_name_in_a_path_is_a_parameter_and_every_parameter_is_declared_once(document):
    for path, methods in document["paths"].items():
        names = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        for one in methods.values():
            declared = [(p["in"], p["name"]) for p in one["parameters"]]
            assert len(set(declared)) == len(declared)
            assert {name for place, name in declared if place == "path"} == names
            assert all(p["required"] for p in one["parameters"] if p["in"] == "path")
            assert all("schema" in p for p in one["parameters"])


def test_every_operation_tells_its_answers_and_the_shape_of_refusals(document):
    for endpoint in ENDPOINTS:
        one = document["paths"][endpoint.path][endpoint.method.lower()]
        assert {str(status) for status in endpoint.answers} | {"default"} == set(one["responses"])
        assert all(answer["description"] for answer in one["responses"].values())
        refused = one["responses"]["default"]["content"]["application/json"]["schema"]
        assert refused == {"$ref": "#/components/schemas/Error"}


def test_what_is_taken_refuses_unknown_fields_in_the_document_too(document):
    schemas = document["components"]["schemas"]
    for endpoint in ENDPOINTS:
        if endpoint.method == "POST":
            assert schemas[endpoint.takes.__name__]["additionalProperties"] is False


def test_shapes_of_the_same_name_are_the_same_shape():
    shapes = {
        shape
        for endpoint in ENDPOINTS
        for shape in (endpoint.takes, *endpoint.answers.values())
        if shape is not None
    }
    names = [shape.__name__ for shape in shapes]
    assert len(set(names)) == len(names)


def test_who_needs_a_key_or_a_login_is_told_so(document):
    kinds = document["components"]["securitySchemes"]
    assert {"http", "apiKey"} == {kind["type"] for kind in kinds.values()}
    for endpoint in ENDPOINTS:
        one = document["paths"][endpoint.path][endpoint.method.lower()]
        assert (one["security"] == []) == one["x-access"]["anybody"]
