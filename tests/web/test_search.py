"""Search over the API; what finds nothing is counted and can be looked up."""

import pytest

from tests.parts.demo_city import OFFICE
from tests.parts.demo_office import backend_of

SEARCH = f"/api/v1/offices/{OFFICE}/procedure-searches"


@pytest.mark.db
def test_a_search_finds_and_one_in_vain_is_counted(client, installed, demo_database_url):
    key = installed.keys(backend_of(demo_database_url))["integrator"]
    found = client.post(SEARCH, json={"text": "ほいくえん"})
    assert found.json["procedures"][0]["service"] == "childcare"

    for text in (
        "ぞうきん",
        "ゾウキン",
        "090-1234-5678",
        "どこへ行けばよいのか教えていただけませんか",
    ):
        assert client.post(SEARCH, json={"text": text}).json == {"procedures": []}
    answer = client.get(f"{SEARCH}/misses", headers={"Authorization": f"Bearer {key}"})

    assert answer.json["misses"] == [{"text": "", "count": 2}, {"text": "ぞうきん", "count": 2}]


@pytest.mark.parametrize("text", ["", "あ" * 101, "a\u0000b"])
def test_what_is_no_search_is_refused(client, text):
    assert client.post(SEARCH, json={"text": text}).status_code == 400
