"""No file, however bad, raises: each gives a named reason or a plain result, and the others are read."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import makers
from rapprochement.codebook import load_codebook
from rapprochement.documents import REASONS, Limits, read_corpus
from rapprochement.documents.formats import read_bytes
from rapprochement.documents.layout import Layout
from rapprochement.errors import DocumentError

FRENCH = "Le ministre des Affaires étrangères est arrivé à Oslo où il a été reçu par son homologue.\n"
LAYOUT = Layout.of(load_codebook())


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\r\n", "empty"),
        ("mark.txt", b"\xef\xbb\xbf", "empty"),
        ("nul.txt", b"\x00" * 50, "empty"),
        ("picture.txt", bytes(range(256)) * 8, "binary"),
        ("empty.pdf", b"", "empty"),
        ("text.pdf", b"no pdf at all", "truncated-pdf"),
        ("head.pdf", b"%PDF-1.7\n%%EOF", "truncated-pdf"),
        ("cut.pdf", makers.pdf([("BodyText", makers.SENTENCE * 9)])[:-900], "truncated-pdf"),
        ("locked.pdf", makers.locked_pdf(), "password"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "password"),
        ("text.docx", b"no word document", "damaged-docx"),
        ("cut.docx", makers.docx()[:-500], "damaged-docx"),
        ("bomb.docx", makers.zip_bomb(200 * 1024 * 1024), "zip-bomb"),
        ("other.docx", makers.zip_bomb(10), "damaged-docx"),
        ("empty.html", b"<html><body></body></html>", "empty"),
        ("script.html", b"<html><body><script>alert(1)</script></body></html>", "empty"),
        ("photo.jpg", b"\xff\xd8\xff", "unsupported-format"),
    ],
)
def test_reason(read, name: str, data: bytes, reason: str) -> None:
    document = read(data, name)
    assert (document.state, document.reason) == ("not coded", reason)
    assert document.message is not None
    assert document.message.startswith(REASONS[reason])


def test_every_reason_has_a_sentence() -> None:
    assert all(sentence and not sentence.endswith(".") for sentence in REASONS.values())


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac_roman"])
def test_encodings(read, encoding: str) -> None:
    document = read((FRENCH * 5).encode(encoding))
    assert "Affaires étrangères" in document.text
    assert document.state == "coded"


def test_guessed_encoding_is_said(read) -> None:
    document = read((FRENCH * 5).encode("cp1252"))
    assert (document.reason, document.found_in["encoding"]) == ("encoding", "guessed:cp1252")


def test_nul_bytes_within_a_text_are_kept(read) -> None:
    text = FRENCH * 3 + "Oslo\x00 répond.\n"
    document = read(text)
    assert (document.state, document.text) == ("coded", text)


def test_utf8_cut_within_a_character(read) -> None:
    assert read((FRENCH + "é").encode()[:-1]).state == "coded"


def test_fifty_megabytes_on_one_line(read) -> None:
    began = time.perf_counter()
    document = read(FRENCH.strip().encode() * 600_000)
    assert (document.reason, len(document.sha256)) == ("too-large", 64)
    assert time.perf_counter() - began < 5


def test_longest_line_allowed(read) -> None:
    began = time.perf_counter()
    document = read(FRENCH.replace("\n", " ") * 20_000)
    assert (document.state, len(document.sections)) == ("coded", 1)
    assert time.perf_counter() - began < 5


def test_limits(read) -> None:
    assert read(FRENCH, limits=Limits(max_text=10)).reason == "too-large"
    assert read(FRENCH, limits=Limits(max_bytes=10)).reason == "too-large"
    assert read(makers.pdf([("BodyText", makers.SENTENCE)]), "a.pdf", limits=Limits(max_pages=0)).reason == "too-large"
    assert (
        read(f"<html><body><p>{FRENCH}</p></body></html>", "a.html", limits=Limits(max_elements=2)).reason
        == "too-large"
    )
    assert read(makers.docx(), "a.docx", limits=Limits(max_unpacked=100)).reason == "zip-bomb"


def test_deeply_nested_html(read) -> None:
    deep = "<html><body>" + "<div>" * 10_000 + f"<p>{FRENCH}</p>" + "</div>" * 10_000
    document = read(deep, "a.html")
    assert document.state == "coded"
    assert FRENCH.strip() in document.text
    assert read("<html><body>" + "<ul><li>" * 10_000 + FRENCH, "b.html").reason == "damaged-html"


def test_html_is_never_run_or_fetched(read) -> None:
    html = (
        f"<html><body><article><p onclick='x()'>{FRENCH * 4}</p><iframe src='http://example.org'></iframe>"
        "<script>document.write('<p>Faux texte</p>')</script><style>p{}</style></article></body></html>"
    )
    document = read(html, "a.html")
    assert document.text == (FRENCH * 4).strip().replace("\n", " ")


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(FRENCH, encoding="utf-8")
    plain = Path.open

    def refuse(self: Path, *args, **kwargs):
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return plain(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    documents = list(read_corpus([tmp_path]))
    assert [(d.document, d.state, d.reason) for d in documents] == [
        ("a.txt", "not coded", "unreadable"),
        ("b.txt", "coded", None),
    ]


def test_missing_source(tmp_path: Path) -> None:
    assert [d.reason for d in read_corpus([tmp_path / "none.txt"])] == ["missing"]


def test_links(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.txt").write_text(FRENCH, encoding="utf-8")
    (folder / "inner" / "up").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "z-again.txt").symlink_to(folder / "a.txt")
    found = {d.document: (d.state, d.reason) for d in read_corpus([folder])}
    assert found["a.txt"] == ("coded", None)
    assert found["self.txt"] == ("not coded", "symlink-loop")
    assert found["gone.txt"] == ("not coded", "missing")
    assert found["up"] == ("not coded", "symlink-loop")
    assert "z-again.txt" not in found, "a link to a document already read is no second document"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.txt")
    assert [d.reason for d in read_corpus([tmp_path])] == ["not-a-file"]


def test_strange_file_names(tmp_path: Path) -> None:
    names = ["a\nb.txt", "q\"uo'te.txt", "=cmd.txt", "<b>.txt", "é 😀.txt", " .txt"]
    for name in names:
        (tmp_path / name).write_text(FRENCH, encoding="utf-8")
    assert sorted(d.document for d in read_corpus([tmp_path])) == sorted(names)


def test_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(FRENCH, encoding="utf-8")
    except OSError:
        pytest.skip("this file system wants UTF-8 names")
    (document,) = read_corpus([tmp_path])
    assert document.document == "caf\ufffd.txt"
    assert document.path.encode()
    assert document.state == "coded"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=400).map(str.encode),
        st.lists(
            st.sampled_from(
                [
                    "- a",
                    "EDIT du 3 mai :",
                    "Notes :",
                    "(1) x",
                    "2024",
                    "Mars",
                    "# T",
                    "| a |",
                    "```",
                    "<p>",
                    "</p>",
                    "<li>",
                    "\t",
                    "Par A B",
                ]
            ),
            max_size=30,
        ).map(lambda lines: "\n".join(lines).encode()),
    ),
    st.sampled_from([".txt", ".md", ".html", ".pdf", ".docx"]),
)
def test_any_bytes_in_any_format(data: bytes, suffix: str) -> None:
    prefix = {".pdf": b"%PDF-1.4\n", ".docx": b"PK\x03\x04"}.get(suffix, b"")
    for content in (data, prefix + data + b"\n%%EOF"):
        try:
            reading = read_bytes(content, suffix, LAYOUT, Limits())
        except DocumentError as error:
            assert error.reason in REASONS
            continue
        last = 0
        for block in reading.blocks:
            assert last <= block.start <= block.end <= len(reading.text)
            last = block.end


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.integers(1, 30), st.sampled_from(["pdf", "docx"]))
def test_damaged_files(seed: int, changes: int, form: str) -> None:
    import random

    source = random.Random(seed)
    data = bytearray(makers.docx() if form == "docx" else _PDF)
    for _ in range(changes):
        data[source.randrange(len(data))] = source.randrange(256)
    try:
        read_bytes(bytes(data), f".{form}", LAYOUT, Limits())
    except DocumentError as error:
        assert error.reason in REASONS


_PDF = makers.pdf([("Title", "Un pont"), ("BodyText", makers.SENTENCE * 9)])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_as_a_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "metadata.csv").write_bytes(b"file,published\n" + data)
    documents = list(read_corpus([tmp_path]))
    assert documents[0].document == "a.txt"
    assert all(d.reason is None or d.reason in REASONS for d in documents)


def test_half_characters_never_get_through(read) -> None:
    html = (
        '<html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"Un \\ud800 pont"}</script></head>'
        f"<body><article><p>{FRENCH * 3}&#xD800;</p></article></body></html>"
    )
    document = read(html, "a.html")
    assert document.title == "Un \ufffd pont"
    for value in (document.text, document.title, document.path):
        assert value is not None
        value.encode()


def test_unreadable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "a.txt").write_text(FRENCH, encoding="utf-8")
    plain = Path.iterdir

    def refuse(self: Path):
        if self.name == "shut":
            raise PermissionError(13, "Permission denied")
        return plain(self)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert {d.document: d.reason for d in read_corpus([tmp_path])} == {"a.txt": None, "shut": "unreadable"}


@pytest.mark.parametrize(("count", "reason"), [(6_000_000, "zip-bomb"), (500_000, "too-large")])
def test_pdf_that_unpacks_to_very_much(read, count: int, reason: str) -> None:
    body = makers.pdf_of_commands(b"BT /F1 12 Tf (a) Tj ET\n" * count)
    began = time.perf_counter()
    assert read(body, "a.pdf").reason == reason
    assert time.perf_counter() - began < 10


def test_every_reason_is_documented() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "documents.md"
    text = page.read_text(encoding="utf-8")
    assert [reason for reason in REASONS if f"`{reason}`" not in text] == []
