"""The preview: each finding at its text, pages as pictures, and a server that tells nothing to strangers."""

from __future__ import annotations

import datetime
import http.client
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from PIL import Image

from pipeline import project as projects
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.preview import view as views
from pipeline.preview.serve import HERE, Preview, Server, _Handler, page, printed
from tests.projects import TODAY, charity, edit, files, made

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


def test_a_finding_of_a_shared_text_stands_at_that_text(root: Path) -> None:
    shared = "translations/pl/LC_MESSAGES/shared.po"
    edit(root, shared, "„Call {helpline}.”", "")
    found = shown(root)
    assert [(row.english, [one.code for one in row.found]) for row in found.rows if row.found] == [("Call 08088 010 444.", ["T201"])]  # fmt: skip
    (root / shared).unlink()
    found = shown(root)
    told = {row.english: {one.at.path for one in row.found} for row in found.rows}
    assert told["Help"] == told["Call 08088 010 444."] == {"source/shared/help.md"}
    assert not told["Stay 9 days."]


def test_a_source_that_cannot_be_parsed_is_told(root: Path) -> None:
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay {nowhere} days.")
    found = shown(root)
    assert found.document is None and found.count


# A translation that a build refuses.

WRONG = {  # what a translator saves in the place of "„Stay {stay} dni.”", what is found, and what is shown of it
    "a lost marker": ('msgstr "„Stay dni.”"', "T114", "„Stay dni.”"),
    "a marker twice": ('msgstr "{stay} {stay} dni."', "T122", "{stay} {stay} dni."),
    "another figure": ('msgstr "Zostań {stay} dni i 3 tygodnie."', "N301", "Zostań 9 dni i 3 tygodnie."),
    "markup left open": ('msgstr "Zostań **{stay} dni."', "T202", "Zostań **{stay} dni."),
    "a hidden character": ('msgstr "Zostań {stay}\u202e dni."', "T125", "Zostań {stay} dni."),
    "no closing quote": ('msgstr "„Stay {stay} dni.”', "T104", 'msgstr "„Stay {stay} dni.”'),
    "a quote inside": ('msgstr "Stay "{stay}" dni."', "T105", 'msgstr "Stay "{stay}" dni."'),
    "no quotes": ("msgstr Stay {stay} dni.", "T105", "msgstr Stay {stay} dni."),
    "no msgstr": ("", "T106", 'msgid "Stay {stay} days."'),
    "half of it twice": ('msgstr "{stay} dni."\nmsgstr "dni {stay}"', "T106", 'msgstr "{stay} dni."\nmsgstr "dni {stay}"'),
    "an unknown escape": ('msgstr "Stay\\q {stay} dni."', "T109", "Stay {stay} dni."),
    "a conflict": ('<<<<<<< ours\nmsgstr "{stay} dni."\n=======\nmsgstr "dni {stay}"\n>>>>>>> theirs', "T103", 'msgstr "{stay} dni."\nmsgstr "dni {stay}"'),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", WRONG)
def test_one_wrong_translation_hides_no_other(root: Path, name: str) -> None:
    typed, code, seen = WRONG[name]
    good = shown(root)
    edit(root, PO, 'msgstr "„Stay {stay} dni.”"', typed)
    found = shown(root)
    assert found.document is None, "a build makes nothing of it"
    [wrong] = [row for row in found.rows if row.refused]
    assert wrong.english == "Stay 9 days." and code in {one.code for one in wrong.found}
    assert seen in (wrong.raw or wrong.translation)
    before = {row.english: row.translation for row in good.rows}
    after = {row.english: row.translation for row in found.rows if not row.refused}
    assert len(after) == len(good.rows) - 1
    assert after.items() <= before.items()
    assert [row for _, row in found.stopped_by] == [found.rows.index(wrong)] * len(found.stopped_by)


def test_what_is_wrong_with_other_texts_is_told_beside_a_refused_one(root: Path) -> None:
    edit(root, PO, "„Stay {stay} dni.”", "„Stay dni.”")
    edit(root, PO, "„Fever”", "„Fever 12”")
    told = {row.english: {one.code for one in row.found} for row in shown(root).rows if row.found}
    assert "T114" in told["Stay 9 days."] and "N301" in told["Fever"]


def test_a_refused_text_is_not_told_as_missing_too(root: Path) -> None:
    edit(root, PO, "„Stay {stay} dni.”", "„Stay dni.”")
    found = shown(root)
    codes = [one.code for row in found.rows for one in row.found] + [one.code for one in found.elsewhere]  # fmt: skip
    assert "T201" not in codes and codes.count("T114") == 1


def test_fuzzy_text_is_not_shown_as_a_translation_beside_a_refused_one(root: Path) -> None:
    edit(root, PO, "„Stay {stay} dni.”", "„Stay dni.”")
    text = (root / PO).read_text("utf-8")
    (root / PO).write_text(text.replace('msgid "Fever"', '#, fuzzy\nmsgid "Fever"'), "utf-8")
    [fever] = [row for row in shown(root).rows if row.english == "Fever"]
    assert "„Fever”" not in fever.translation and [one.code for one in fever.found] == ["T201"]


@pytest.mark.parametrize(
    ("change", "code", "still"),
    [
        (lambda data: b"\xef\xbb\xbf" + data, "T101", "„Fever”"),
        (lambda data: data.decode().encode("cp1250"), "T102", "\ufffdFever\ufffd"),
        (lambda data: data.replace(b"\n", b"\r"), "T121", "„Fever”"),
        (lambda data: data.replace(b"Language: pl", b"Language: ro"), "T123", "„Fever”"),
        (lambda data: data.replace("„Title of".encode(), b"\0"), "T120", "„Fever”"),
        (lambda data: b"gone wrong\n" + data, "T105", "„Fever”"),
    ],
    ids=["byte order mark", "another charset", "old line ends", "another language", "a NUL", "prose"],
)  # fmt: skip
def test_of_a_file_that_is_refused_as_a_whole_what_can_be_read_is_shown(
    root: Path, change: Callable[[bytes], bytes], code: str, still: str
) -> None:
    (root / PO).write_bytes(change((root / PO).read_bytes()))
    found = shown(root)
    assert found.document is None
    assert code in {one.code for one, _ in found.stopped_by}
    [fever] = [row for row in found.rows if row.english == "Fever"]
    assert fever.translation == still


@pytest.mark.parametrize("data", [b"", b"\0\xff" * 400, b'"' * 999, b"msgid" * 99, b"#~ " * 99])
def test_of_what_is_no_catalog_nothing_is_shown_but_why(root: Path, data: bytes) -> None:
    (root / PO).write_bytes(data)
    found = shown(root)
    assert found.document is None and found.stopped_by
    assert {one.at.path for one, _ in found.stopped_by} == {PO}
    assert all("„" not in row.translation for row in found.rows if row.english == "Fever")


def test_a_build_prints_nothing_of_what_a_preview_shows_of_a_refused_catalog(root: Path) -> None:
    made(root)
    edit(root, PO, "„Stay {stay} dni.”", "„Stay dni.”")
    assert any(row.translation == "„Fever”" for row in shown(root).rows)
    assert not made(root).ok
    assert [path for path in files(root) if "/pl/" in path] == []


def test_the_pages_that_last_could_be_made_are_marked_as_such(root: Path) -> None:
    preview = Preview(root, lambda: TODAY)
    whole = preview.web("alpha", "pl")
    edit(root, PO, "„Stay {stay} dni.”", "„Stay dni.”")
    preview.again()
    assert preview.web("alpha", "pl") == whole and preview.pages("alpha", "pl")
    text = page_of(preview)
    assert "No web page and no print is made" in text and "before your last changes" in text
    assert f'<a href="#text-2">{PO}:' in text and 'id="text-2" class="refused"' in text
    edit(root, PO, "„Stay dni.”", "„Stay {stay} dni.”")
    preview.again()
    assert "before your last changes" not in page_of(preview)


def test_what_never_could_be_made_is_told_without_a_page(root: Path) -> None:
    edit(root, PO, "„Stay {stay} dni.”", "„Stay dni.”")
    preview = Preview(root, lambda: TODAY)
    text = page_of(preview)
    assert preview.web("alpha", "pl") is None
    assert "Nothing can be shown here yet" in text and "<iframe" not in text


def page_of(preview: Preview) -> str:
    return page(preview, "alpha", "pl").decode()


def test_why_pages_cannot_be_drawn_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise LeafletError(Diagnostic("A999", "no glyph for it", Location("source/alpha.md", 9)))

    monkeypatch.setattr(views, "printed", refuse)
    preview = Preview(root, lambda: TODAY)
    assert preview.view("alpha", "pl")
    text = printed(preview, "alpha", "pl").decode()
    assert "no glyph for it" in text and "source/alpha.md:9" in text


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
    status, _, text = ask(server, f"/{server.token}/alpha/pl/print?3")
    assert status == 200 and b"page/1.png" in text and b"<html" not in text
    status, headers, picture = ask(server, f"/{server.token}/alpha/pl/page/1.png")
    assert headers["Content-Type"] == "image/png" and picture.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    ["/", "/alpha/pl/", "//alpha/pl/", "/x/alpha/pl/", "/{token}", "/{token}/", "/{token}x/alpha/pl/", "/{short}/alpha/pl/",
     "/{token}/alpha/xx/", "/{token}/beta/pl/", "/{token}/beta/pl/web", "/{token}/beta/pl/print", "/{token}/beta/pl/page/1.png", "/{token}/../alpha/pl/", "/{token}/..%2F..%2Fetc/pl/", "/{token}/alpha/pl/page/0.png",
     "/{token}/alpha/pl/page/99.png", "/{token}/alpha/pl/page/99999.png", "/{token}/alpha/pl/other", "/favicon.ico", "/%00", "/%C3%A9/alpha/pl/"],
)  # fmt: skip
def test_without_the_token_or_beside_the_leaflets_there_is_nothing(server: Server, path: str) -> None:  # fmt: skip
    asked = path.format(token=server.token, short=server.token[:-1])
    status, _, text = ask(server, asked)
    assert (status, text) == (404, b"")


def test_a_leaflet_that_is_gone_is_told_and_comes_back(server: Server, root: Path) -> None:
    (root / "source/alpha.md").rename(root / "alpha.md")
    (root / "source/beta.md").write_text("# Beta\n\nText.\n")
    server.preview.again()
    status, headers, text = ask(server, f"/{server.token}/alpha/pl/")
    assert status == 404 and "default-src 'none'" in headers["Content-Security-Policy"]
    assert b"There is no leaflet alpha in Polish now" in text and b"EventSource" in text
    assert b"../../beta/pl/" in text, "another is a link away"
    (root / "alpha.md").rename(root / "source/alpha.md")
    server.preview.again()
    assert ask(server, f"/{server.token}/alpha/pl/")[0] == 200


def test_a_fault_of_ours_is_told_without_its_words_and_the_page_goes_on_listening(
    server: Server, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("the words of a leaflet")

    monkeypatch.setattr(views, "view", broken)
    server.preview.again()
    status, _, text = ask(server, f"/{server.token}/alpha/pl/")
    assert status == 500 and b"ZeroDivisionError" in text and b"EventSource" in text
    assert b"words of a leaflet" not in text and b"Traceback" not in text
    assert "the words" not in capfd.readouterr().err


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "", "[::1]:{port}"])  # fmt: skip
def test_another_host_is_refused_whatever_the_token(server: Server, host: str) -> None:
    named = host.format(port=server.server_port)
    assert ask(server, f"/{server.token}/alpha/pl/", Host=named)[::2] == (403, b"")
    assert ask(server, f"/{server.token}/alpha/pl/", Host=f"LOCALHOST:{server.server_port}")[0] == 200  # fmt: skip


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"])
def test_it_can_only_be_read(server: Server, method: str) -> None:
    assert ask(server, f"/{server.token}/alpha/pl/", method)[0] == 501


def test_clients_that_dawdle_hold_up_nobody(server: Server) -> None:
    idle = [socket.create_connection((HERE, server.server_port)) for _ in range(50)]
    for one in idle[::2]:
        one.sendall(b"GET /half")
    assert ask(server, f"/{server.token}/alpha/pl/")[0] == 200
    for one in idle:
        one.close()


def test_a_client_that_never_ends_its_request_is_left(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Handler, "timeout", 0.2)
    with socket.create_connection((HERE, server.server_port), timeout=30) as slow:
        slow.sendall(b"GET /half")
        assert slow.recv(1) == b"", "the connection is closed"


def test_a_request_that_is_none_gets_no_word_of_the_leaflets(server: Server) -> None:
    for asked in (b"\0\0\0\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"GET /" + b"a" * 70_000 + b"\r\n\r\n",
                  b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n"):  # fmt: skip
        with socket.create_connection((HERE, server.server_port), timeout=30) as one:
            one.sendall(asked)
            answer = b""
            while part := one.recv(65536):
                answer += part
        assert b" 200 " not in answer and server.token.encode() not in answer
        assert "„".encode() not in answer


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


def test_what_was_read_later_is_what_is_shown(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow reading that began before a save does not come after a quick one that began behind it."""
    preview, load, begun, go_on = Preview(root, lambda: TODAY), views.load, Event(), Event()

    def slow(folder: Path) -> projects.Project | views.Unloaded:
        found = load(folder)
        if not begun.is_set():
            begun.set()
            go_on.wait(30)
        return found

    monkeypatch.setattr(views, "load", slow)
    first, second = Thread(target=preview.again), Thread(target=preview.again)
    first.start()
    assert begun.wait(30)
    (root / "source/alpha.md").rename(root / "alpha.md")
    second.start()
    second.join(0.2)  # without an order it would be ready by now
    go_on.set()
    first.join(30)
    second.join(30)
    assert preview.view("alpha", "pl") is None
