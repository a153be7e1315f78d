"""HTML, PDF, DOCX and Markdown: blocks and metadata."""

from __future__ import annotations

import io
import zipfile

import pytest

from documents import makers

PAGE = """<!doctype html><html lang="fr-FR"><head><meta charset="utf-8"><title>Un pont | La Gazette</title>
<meta property="og:site_name" content="La Gazette"><link rel="canonical" href="https://example.org/pont">
<script type="application/ld+json">{json}</script></head><body>
<nav><ul><li><a href="/">Accueil</a></li><li><a href="/m">Monde</a></li></ul></nav>
<article><header><h1>Un pont entre deux rives</h1><p class="byline">Par Anne Lund</p></header>
<figure><img src="x.jpg" alt=""><figcaption>Le pont, en 2019</figcaption></figure>
<p>{s}{s}</p><h2>Un vieux projet</h2><p>{s}<br>{s}</p><p>Il y est question de&nbsp;:</p>
<ul><li>routes et ponts ;</li><li>postes de douane<ul><li>Narva</li></ul></li></ul>
<table><tr><th>Domaine</th><th>Faits</th></tr><tr><td>Économique</td><td>Un <b>pont</b></td></tr></table>
<p><strong>Et après ?</strong></p><p>{s}</p><script>alert("mauvais")</script></article>
<aside class="related"><h3>Lire aussi</h3><a href="/x">Un autre article</a></aside>
<footer>Tous droits réservés</footer></body></html>"""
JSON = (
    '{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},{"@type":["NewsArticle"],'
    '"headline":"Un pont entre deux rives","datePublished":"2021-03-04T10:00:00+01:00","dateModified":"2021-03-05",'
    '"author":[{"@type":"Person","name":"Anne Lund"}],"publisher":{"name":"Gazette SA"},"inLanguage":"fr"}]}'
)


def page(json: str = JSON) -> str:
    return PAGE.replace("{json}", json).replace("{s}", makers.SENTENCE)


def test_html_blocks(read, kinds) -> None:
    document = read(page(), "a.html")
    found = kinds(document)
    assert found[0] == ("heading", "Un pont entre deux rives")
    assert ("heading", "Un vieux projet") in found
    assert ("heading", "Et après ?") in found
    assert ("caption", "Le pont, en 2019") in found
    assert ("table_row", "Économique | Un pont") in found
    items = [s for s in document.sections if s.kind.value == "list_item"]
    assert [s.level for s in items] == [1, 1, 2]
    assert all(s.lead is not None for s in items)
    for unwanted in ("alert", "Accueil", "Un autre article", "Tous droits"):
        assert unwanted not in document.text


def test_html_metadata(read) -> None:
    document = read(page(), "a.html")
    assert document.title == "Un pont entre deux rives"
    assert (document.author, document.publisher, document.url) == (
        "Anne Lund",
        "Gazette SA",
        "https://example.org/pont",
    )
    assert (document.published, document.updated, document.language) == ("2021-03-04", ("2021-03-05",), "fr")
    assert document.found_in["published"] == "json-ld"
    assert document.found_in["language"] == "html:lang"
    assert document.found_in["url"] == "html:canonical"


@pytest.mark.parametrize("json", ["", "{", "[" * 100_000, '{"@type":"NewsArticle","headline":7,"author":[[]]}', "null"])
def test_html_with_broken_json_ld(read, json: str) -> None:
    document = read(page(json), "a.html")
    assert document.state == "coded"
    assert document.author == "Anne Lund"
    assert document.found_in["author"] == "html:byline"


def test_html_open_graph_date(read) -> None:
    html = page("").replace("<head>", '<head><meta property="article:published_time" content="2020-05-06T01:02:03Z">')
    document = read(html, "a.html")
    assert (document.published, document.found_in["published"]) == (
        "2020-05-06",
        "html:meta article:published_time",
    )


def test_html_in_latin_1(read) -> None:
    data = page().replace("utf-8", "iso-8859-1").encode("cp1252")
    assert "Économique | Un pont" in read(data, "a.html").text


def test_html_by_content(read) -> None:
    assert "Accueil" not in read(page(), "a.txt").text


def test_pdf_blocks(read, kinds) -> None:
    pieces = [("Title", "Un pont entre deux rives"), ("BodyText", "Publié le 4 mars 2021")]
    pieces += [("BodyText", makers.SENTENCE * 5)] * 5 + [("Heading2", "Un vieux projet")]
    pieces += [("BodyText", makers.SENTENCE * 6)] * 8
    document = read(makers.pdf(pieces, foot="La Gazette – page {}"), "a.pdf")
    found = kinds(document)
    assert document.title == "Un pont entre deux rives"
    assert document.published == "2021-03-04"
    assert ("heading", "Un vieux projet") in found
    assert sum(kind == "boilerplate" for kind, _ in found) >= 2
    paragraphs = [words for kind, words in found if kind == "paragraph"]
    assert len(paragraphs) == 13, "a paragraph goes on over the end of its page"
    assert all(words == (makers.SENTENCE * 6).strip() or words == (makers.SENTENCE * 5).strip() for words in paragraphs)


def test_pdf_hyphens() -> None:
    from rapprochement.documents.pdf import PdfLine, _joined, _vocabulary

    def joined(*lines: str) -> str:
        made = [PdfLine(line, 0, 10, False, 0, 0) for line in lines]
        return _joined(made, _vocabulary(made))

    assert (
        joined("le dirigeant nord-coréen et la diplomatie nord-", "coréenne")
        == "le dirigeant nord-coréen et la diplomatie nord-coréenne"
    )
    assert joined("la coopération, puis la coopé-", "ration reprit") == "la coopération, puis la coopération reprit"
    assert joined("la Corée du Nord et la partie nord-", "coréenne").endswith("nord-coréenne")


def test_pdf_without_text(read) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    stream = io.BytesIO()
    writer.write(stream)
    assert read(stream.getvalue(), "a.pdf").reason == "no-text-pdf"


def test_docx_blocks(read, kinds) -> None:
    document = read(makers.docx(), "a.docx")
    assert kinds(document) == [
        ("heading", "Un pont entre deux rives"),
        ("metadata", "Publié le 4 mars 2021"),
        ("paragraph", makers.SENTENCE.strip()),
        ("heading", "Ce que dit le texte"),
        ("paragraph", "Il y est question de :"),
        ("list_item", "routes et ponts"),
        ("list_item", "postes de douane"),
        ("table_row", "Domaine | Faits"),
        ("table_row", "Économique | Un pont"),
        ("paragraph", makers.SENTENCE.strip()),
    ]
    assert (document.title, document.author, document.published) == (
        "Un pont entre deux rives",
        "Anne Lund",
        "2021-03-04",
    )
    assert document.found_in["author"] == "docx:properties"


def test_docx_notes_and_tracked_changes(read) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    source = io.BytesIO(makers.docx())
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/document.xml":
                change = b"<w:p><w:del><w:r><w:delText>Ancien texte.</w:delText></w:r></w:del><w:ins><w:r><w:t>Oslo approuve le nouveau texte.</w:t></w:r></w:ins></w:p>"
                data = data.replace(b"<w:sectPr", change + b"<w:sectPr", 1)
            new.writestr(item, data)
        new.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {space}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
            '<w:footnote w:id="1"><w:p><w:r><w:t>Anne Lund, Le pont, 2019.</w:t></w:r></w:p></w:footnote></w:footnotes>',
        )
    document = read(target.getvalue(), "a.docx")
    assert "Ancien texte" not in document.text
    assert "Oslo approuve le nouveau texte." in document.text
    note = document.sections[-1]
    assert (note.kind.value, document.text[note.start : note.end]) == ("endnote", "(1) Anne Lund, Le pont, 2019.")


def test_markdown(read, kinds) -> None:
    text = (
        "---\ntitle: Un pont\ndate: 2021-03-04\nauthor: Anne Lund\n---\n\n# Un pont entre deux rives\n\n"
        "Oslo et Berne\nont signé.\n\n## Suites\n\n- routes\n  et ponts\n- douanes\n\n| Domaine | Faits |\n|---|---|\n"
        "| Économique | Un pont |\n\n[^1]: Anne Lund, 2019.\n"
    )
    document = read(text, "a.md")
    assert document.text == text
    assert (document.title, document.author, document.published) == ("Un pont", "Anne Lund", "2021-03-04")
    assert [(k, w) for k, w in kinds(document) if k != "metadata"] == [
        ("heading", "Un pont entre deux rives"),
        ("paragraph", "Oslo et Berne\nont signé."),
        ("heading", "Suites"),
        ("list_item", "routes\n  et ponts"),
        ("list_item", "douanes"),
        ("table_row", "| Domaine | Faits |"),
        ("table_row", "| Économique | Un pont |"),
        ("endnote", "[^1]: Anne Lund, 2019."),
    ]


def test_markdown_without_signs_is_read_as_plain_text(read, kinds) -> None:
    document = read(f"Un pont entre deux rives\n\n{makers.SENTENCE}\n", "a.md")
    assert [k for k, _ in kinds(document)] == ["heading", "paragraph"]
