"""Options: sound ones are understood, others are answered with one sentence that helps."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.problems import BadSetting
from config.settings import (
    clock_start,
    data_folder,
    database_url,
    default_database_url,
    mail_server,
)


def test_data_is_kept_where_the_system_says():
    assert data_folder({"XDG_DATA_HOME": "/srv/data"}) == Path("/srv/data/madoguchi")


@pytest.mark.parametrize("environment", [{}, {"XDG_DATA_HOME": ""}, {"XDG_DATA_HOME": "data"}])
def test_without_a_usable_place_data_is_kept_at_home(environment):
    assert data_folder(environment) == Path.home() / ".local" / "share" / "madoguchi"


def test_the_usual_database_is_a_file_among_the_data():
    url = default_database_url({"XDG_DATA_HOME": "/srv/data"})

    assert url == "sqlite:////srv/data/madoguchi/madoguchi.db"


def test_a_file_in_a_folder_that_is_there_can_be_a_database(tmp_path):
    assert database_url(f" sqlite:///{tmp_path}/office.db ") == f"sqlite:///{tmp_path}/office.db"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_called_by_one_name(scheme):
    assert database_url(f"{scheme}://u:p@h:5432/city") == "postgresql://u:p@h:5432/city"


def test_postgresql_may_be_reached_by_a_socket():
    assert database_url("postgresql:///city?host=/run/pg") == "postgresql:///city?host=/run/pg"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://u:hush@h/city", "「mysql」は使えません"),
        ("office.db", "「種類://…」の形ではありません"),
        ("", "「種類://…」の形ではありません"),
        ("sqlite://", "ファイルの場所がありません"),
        ("sqlite:///", "ファイルの場所がありません"),
        ("sqlite:///:memory:", "止めると消える"),
        ("sqlite:////nowhere/at/all/office.db", "フォルダがありません: /nowhere/at/all"),
        ("sqlite:////tmp", "ファイルではなくフォルダです: /tmp"),
        ("postgresql://u:hush@h", "データベースの名前がありません"),
        ("postgresql://u:hush@h/", "データベースの名前がありません"),
        ("postgresql://u:hush@h:99999/city", "ポート番号を読めません"),
        ("postgresql://u:hush@h:x/city", "ポート番号を読めません"),
        ("postgresql://u:hush@[h/city", "ホスト名かポート番号を読めません"),
    ],
)
def test_a_wrong_database_url_is_answered_with_what_to_write(url, told):
    with pytest.raises(BadSetting) as caught:
        database_url(url)

    sentence = str(caught.value)
    assert told in sentence
    assert "--database-url" in sentence
    assert "postgresql://利用者" in sentence
    assert "hush" not in sentence
    assert "\n" not in sentence


def test_a_clock_starts_at_a_moment_with_its_offset():
    start = clock_start("2026-11-24T10:00:00+09:00")

    assert start == datetime.fromisoformat("2026-11-24T01:00:00+00:00")
    assert start.utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-11-24", "2026-11-24T10:00:00", "10:00"])
def test_a_clock_without_date_or_offset_is_refused(text):
    with pytest.raises(BadSetting, match=r"--clock.*2026-11-24T10:00:00\+09:00"):
        clock_start(text)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://u:p%40ss@mail.example.jp", ("mail.example.jp", 587, "starttls", "u", "p@ss")),
        ("smtps://mail.example.jp:4650", ("mail.example.jp", 4650, "tls", "", "")),
        ("smtp+plain://127.0.0.1", ("127.0.0.1", 25, "plain", "", "")),
    ],
)
def test_a_mail_server_is_read_from_its_url(url, expected):
    server = mail_server(url)
    assert (server.host, server.port, server.security, server.user, server.password) == expected
    assert "p@ss" not in repr(server)


@pytest.mark.parametrize(
    "url", ["mail.example.jp", "http://mail.example.jp", "smtp://", "smtp://h:99999", "smtp://h/x"]
)
def test_what_is_no_mail_server_is_told_with_an_example(url):
    with pytest.raises(BadSetting, match="smtp://利用者"):
        mail_server(url)
