"""The preview: each finding at its text, pages as pictures, and a server that tells nothing to strangers."""

from __future__ import annotations

import datetime
import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image

from pipeline import project as projects
from pipeline.preview import view as views
from pipeline.preview.serve import HERE, Preview, Server
from tests.projects import TODAY, charity, edit

PO = "translations/pl/LC_MESSAGES/alpha.po"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return charity(tmp_path, "alpha")


def shown(root: Path, tag: str = "pl") -> views.View:
    return views.view(projects.load(root), "alpha", tag, TODAY)


# What is shown.


def test_both_languages_stand_side_by_side_with_the_place_to_edit(root: Path) -> None:
    rows = shown(root).rows
    stay = next(row for row in rows if row.english.startswith("Stay"))
    assert (stay.english, stay.translation) == ("Stay 9 days.", "„Stay 9 dni.”")
    assert stay.at == f"{PO}:30" and not stay.found


def test_a_finding_stands_at_its_text(root: Path) -> None:
    edit(root, PO, "„Stay {stay} dni.”", "Zostań 8 {stay} dni.")
    found = shown(root)
    [row] = [row for row in found.rows if row.found]
    assert row.english == "Stay 9 days." and {one.code for one in row.found} >= {"N301"}
    assert not found.elsewhere and found.document is None, "a figure too many stops the leaflet"


def test_a_finding_of_the_source_stands_at_its_text(root: Path) -> None:
    edit(root, "source/alpha.md", "review_due: 2026-06-30\n", "review_due: 2026-06-30\nlinks:\n  a: {address: https://www.example.org/, confirm: true}\n")  # fmt: skip
    found = shown(root, "en")
    assert [one.code for one in found.elsewhere] == ["S302"], (
        "front matter stands before every text"
    )
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay {stay} days for 3 weeks.")
    found = shown(root, "en")
    assert any(one.message for one in found.elsewhere) or any(row.found for row in found.rows)


def test_a_source_that_cannot_be_parsed_is_told(root: Path) -> None:
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay {nowhere} days.")
    found = shown(root)
    assert found.document is None and found.count


def test_the_pages_are_pictures_and_the_web_page_is_whole(root: Path) -> None:
    project, found = projects.load(root), shown(root)
    assert found.document
    data = views.printed(project, found.document)
    picture = views.picture(data, 1)
    assert picture.startswith(b"\x89PNG") and views.pages(data) >= 1
    assert b"<main" in views.web_page(project, found.document)


def test_a_preview_writes_nothing(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    preview = Preview(root, lambda: TODAY)
    assert preview.view("alpha", "pl") and preview.web("alpha", "pl")
    assert preview.picture("alpha", "pl", 1)
    preview.again()
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_what_does_not_change_is_made_once(root: Path) -> None:
    preview = Preview(root, lambda: TODAY)
    assert preview.view("alpha", "pl") is preview.view("alpha", "pl")
    assert preview.picture("alpha", "pl", 1) is preview.picture("alpha", "pl", 1)
    before = preview.view("alpha", "pl")
    preview.again()
    assert preview.view("alpha", "pl") is not before


# The server.


@pytest.fixture
def server(root: Path) -> Iterator[Server]:
    server = Server(Preview(root, lambda: TODAY), 0, ("alpha", "pl"))
    thread = Thread(target=server.run)
    thread.start()
    yield server
    server.end()
    thread.join(30)
    assert not thread.is_alive()


def ask(
    server: Server, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(HERE, server.server_port, timeout=30)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


def test_it_listens_on_this_machine_only(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1" and server.address.startswith(
        "http://127.0.0.1:"
    )


def test_its_address_leads_to_the_leaflet(server: Server) -> None:
    status, headers, text = ask(server, f"/{server.token}/alpha/pl/")
    assert status == 200 and "„Stay 9 dni.”".encode() in text
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store" and headers["Referrer-Policy"] == "no-referrer"
    assert ask(server, f"/{server.token}/alpha/pl/web?3")[0] == 200
    status, headers, picture = ask(server, f"/{server.token}/alpha/pl/page/1.png")
    assert headers["Content-Type"] == "image/png" and picture.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    ["/", "/alpha/pl/", "//alpha/pl/", "/x/alpha/pl/", "/{token}", "/{token}/", "/{token}x/alpha/pl/", "/{short}/alpha/pl/",
     "/{token}/alpha/xx/", "/{token}/beta/pl/", "/{token}/../alpha/pl/", "/{token}/..%2F..%2Fetc/pl/", "/{token}/alpha/pl/page/0.png",
     "/{token}/alpha/pl/page/99.png", "/{token}/alpha/pl/page/99999.png", "/{token}/alpha/pl/other", "/favicon.ico", "/%00", "/%C3%A9/alpha/pl/"],
)  # fmt: skip
def test_without_the_token_or_beside_the_leaflets_there_is_nothing(server: Server, path: str) -> None:  # fmt: skip
    asked = path.format(token=server.token, short=server.token[:-1])
    status, _, text = ask(server, asked)
    assert (status, text) == (404, b"")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "", "[::1]:{port}"])  # fmt: skip
def test_another_host_is_refused_whatever_the_token(server: Server, host: str) -> None:
    named = host.format(port=server.server_port)
    assert ask(server, f"/{server.token}/alpha/pl/", Host=named)[::2] == (403, b"")
    assert ask(server, f"/{server.token}/alpha/pl/", Host=f"LOCALHOST:{server.server_port}")[0] == 200  # fmt: skip


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"])
def test_it_can_only_be_read(server: Server, method: str) -> None:
    assert ask(server, f"/{server.token}/alpha/pl/", method)[0] == 501


def test_two_servers_have_two_tokens(server: Server, root: Path) -> None:
    other = Server(Preview(root, lambda: TODAY), 0, ("alpha", "pl"))
    assert other.token != server.token and len(server.token) >= 32
    other.server_close()


def test_a_save_is_told_to_the_page_that_listens(server: Server, root: Path) -> None:
    connection = http.client.HTTPConnection(HERE, server.server_port, timeout=60)
    connection.request("GET", f"/{server.token}/alpha/pl/events")
    stream = connection.getresponse()
    first = int(stream.readline().removeprefix(b"data: "))
    edit(root, PO, "„Fever”", "„Gorączka”")
    told = first
    while told == first:
        line = stream.readline()
        told = int(line.removeprefix(b"data: ")) if line.startswith(b"data: ") else told
        if "„Gorączka”".encode() not in ask(server, f"/{server.token}/alpha/pl/")[2]:
            told = first
    connection.close()


def test_a_project_that_cannot_be_read_is_told_and_comes_back(root: Path) -> None:
    preview = Preview(root, lambda: datetime.date(2026, 1, 31))
    (root / "source/publisher.yaml").rename(root / "publisher.yaml")
    preview.again()
    assert preview.view("alpha", "pl") is None or isinstance(preview.view("alpha", "pl"), views.View)  # fmt: skip
    (root / "publisher.yaml").rename(root / "source/publisher.yaml")
    preview.again()
    found = preview.view("alpha", "pl")
    assert found and found.document


def test_what_a_translator_writes_cannot_become_markup(server: Server, root: Path) -> None:
    edit(root, PO, "„Fever”", "„Fever” <script>alert(1)</script>")
    server.preview.again()
    text = ask(server, f"/{server.token}/alpha/pl/")[2].decode()
    assert "<script>alert" not in text and "&lt;script&gt;" in text
    assert json.dumps(server.preview.version) in text


def test_pictures_are_as_wide_as_the_page_says(root: Path) -> None:
    import io

    preview = Preview(root, lambda: TODAY)
    data = preview.picture("alpha", "pl", 1)
    assert data and abs(Image.open(io.BytesIO(data)).width - 745) <= 1
