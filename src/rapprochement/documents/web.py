"""HTML pages: the article's blocks without the page around it, and what its metadata says."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from rapprochement.documents.decode import decode
from rapprochement.documents.layout import Layout, Role
from rapprochement.documents.limits import Limits
from rapprochement.documents.plain import author_of
from rapprochement.documents.reading import Reading, TextBuilder
from rapprochement.documents.shapes import MAX_HEADING, final
from rapprochement.documents.web_metadata import read_metadata
from rapprochement.errors import DocumentError
from rapprochement.model import SectionKind

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_WRAPPERS = re.compile(
    r"</?(?:div|span|font|b|i|u|em|strong|center|small|big|section|blockquote|q|a|sub|sup|ins|del|s|tt|code)\b[^<>]*>",
    re.IGNORECASE,
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_SKIP = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "aside",
        "footer",
        "form",
        "button",
        "input",
        "select",
        "textarea",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "map",
        "head",
        "dialog",
    ]
)
_FURNITURE = re.compile(
    r"\b(?:share|sharing|partage|social|related|read-?also|lire-?aussi|newsletter|comment(?:s|aires?)?|cookie|breadcrumb"
    r"|menu|sidebar|advert|publicite|promo|paywall|tags?-list|author-bio|footer|nav)\b",
    re.IGNORECASE,
)
ENOUGH = 0.5
"""Share of the article's own paragraphs that trafilatura must keep to be believed; it drops what it takes for repetition."""
CLEAN = 0.85
"""Share of the article's own paragraphs above which they are taken whole: the rest is too little to be page furniture."""


def read_html(data: bytes, layout: Layout, limits: Limits) -> Reading:
    """Read an HTML page.

    Scripts, styles and forms are left out; nothing is fetched. The main text is found by trafilatura (Barbaresi 2021), or, where
    that keeps too little, by the page's own ``article`` or ``main`` element.

    Parameters
    ----------
    data : bytes
    layout : Layout
    limits : Limits

    Raises
    ------
    DocumentError
        ``"too-large"``, ``"empty"``, ``"damaged-html"`` or ``"binary"``.
    """
    if len(data) > limits.max_html:
        raise DocumentError(
            "too-large", f"{len(data) / 1024**2:.0f} MB of HTML, limit {limits.max_html / 1024**2:.0f} MB"
        )
    markup, encoding, guessed = _markup(data)
    tree = _parse(markup)
    count = sum(1 for _ in tree.iter())
    if count > limits.max_elements:
        raise DocumentError("too-large", f"{count:,} elements, limit {limits.max_elements:,}")
    reading = read_metadata(tree)
    if guessed:
        reading.notes["encoding"] = f"guessed:{encoding}"
        reading.remarks.append(("encoding", encoding))
    title = reading.fields.get("title", ("", ""))[0]
    own = _own_blocks(tree)
    found = _main_blocks(tree)
    # The page's own element keeps captions; it is taken when it holds hardly more than trafilatura finds.
    blocks = found if ENOUGH * _size(own) <= _size(found) < CLEAN * _size(own) else own
    for words, kind, _ in own[:8]:
        cue = layout.cue(words, Role.AUTHOR) if kind is not SectionKind.HEADING and len(words) < 100 else None
        if cue is not None:
            reading.fields.setdefault("author", (author_of(words), "html:byline"))
    builder = TextBuilder()
    if title and not any(kind is SectionKind.HEADING and level == 1 for _, kind, level in blocks):
        builder.add(title, SectionKind.HEADING, 1)
    for words, kind, level in blocks:
        builder.add(words, kind, level)
        if builder.length > limits.max_text:
            raise DocumentError("too-large", f"over {limits.max_text:,} characters")
    if not any(c.isalnum() for c in builder.text):
        raise DocumentError("empty", "")
    return builder.read(layout, reading)


def _markup(data: bytes) -> tuple[str, str, bool]:
    """Decode a page: by its byte order mark, as UTF-8, by the charset it names, or by guessing."""
    named = _CHARSET.search(data[:4096])
    try:
        return data.decode("utf-8-sig"), "utf-8", False
    except UnicodeDecodeError:
        pass  # Not UTF-8: the charset the page names is tried next.
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = named[1].decode("ascii", "replace").lower()
        try:
            return data.decode("cp1252" if name in ("iso-8859-1", "latin1", "latin-1") else name), name, False
        except (LookupError, UnicodeDecodeError):
            pass  # An unknown or wrong charset is no better than none.
    decoded = decode(data)
    return decoded.text, decoded.encoding, decoded.guessed


def _parse(markup: str) -> Any:
    """Parse a page; one nested deeper than libxml2 allows is tried once more without its wrapper elements."""
    cleaned = _DECLARATION.sub("", markup, count=1).replace("\x00", " ")
    tree, too_deep = _tree(cleaned)
    if too_deep:
        tree, too_deep = _tree(_WRAPPERS.sub(" ", cleaned))
        if too_deep:
            raise DocumentError("damaged-html", "its elements are nested too deep")
    if tree is None:
        raise DocumentError("damaged-html", "")
    return tree


def _tree(markup: str) -> tuple[Any, bool]:
    parser = html.HTMLParser(
        huge_tree=False, recover=True, remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8"
    )
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return tree, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


Piece = tuple[str, SectionKind, int]


def _size(pieces: list[Piece]) -> int:
    return sum(len(words) for words, kind, _ in pieces if kind is SectionKind.PARAGRAPH)


def _main_blocks(tree: Any) -> list[Piece]:
    """Return the blocks of the main text as trafilatura finds it."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        extracted = trafilatura.bare_extraction(
            tree, with_metadata=False, include_comments=False, include_tables=True, include_formatting=True, fast=True
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, etree.LxmlError):
        # An odd tree can break trafilatura's rules; the page's own elements are read then.
        return []
    body = getattr(extracted, "body", None)
    return [] if body is None else list(_tei(body))


def _tei(body: Any) -> Iterator[Piece]:
    """Yield the blocks of trafilatura's tree (TEI names)."""
    for element in body.iter("head", "p", "quote", "item", "row", "ab", "code"):
        if any(a.tag in ("item", "row", "quote", "p") for a in element.iterancestors()) and element.tag != "item":
            continue
        if element.tag == "head":
            level = (element.get("rend") or "h2")[-1]
            yield _words(element), SectionKind.HEADING, int(level) if level in "123456" else 2
        elif element.tag == "item":
            yield _words(element, without=("list",)), SectionKind.LIST_ITEM, _depth(element, ("list",))
        elif element.tag == "row":
            yield " | ".join(filter(None, map(_words, element.iter("cell")))), SectionKind.TABLE_ROW, 0
        else:
            yield from _paragraph(element, ("hi",))


def _own_blocks(tree: Any) -> list[Piece]:
    """Return the blocks of the page's own ``article`` or ``main``, else of its body, page furniture left out."""
    for path in ('.//*[@itemprop="articleBody"]', ".//article", ".//main", './/*[@role="main"]', ".//body"):
        found = tree.findall(path)
        if len(found) == 1 or (found and path == ".//body"):
            return list(_html(found[0]))
    return list(_html(tree))


def _html(root: Any) -> Iterator[Piece]:
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str) or _inside(element, root):
            continue
        if tag in _HEADINGS:
            yield _words(element), SectionKind.HEADING, _HEADINGS[tag]
        elif tag in ("li", "dd"):
            yield _words(element, without=("ul", "ol")), SectionKind.LIST_ITEM, _depth(element, ("ul", "ol"))
        elif tag == "tr":
            cells = [_words(cell) for cell in element if cell.tag in ("td", "th")]
            yield " | ".join(filter(None, cells)), SectionKind.TABLE_ROW, 0
        elif tag == "figcaption":
            yield _words(element), SectionKind.CAPTION, 0
        elif tag in ("p", "pre", "dt") or (
            tag in ("div", "section", "article", "main", "body", "blockquote", "td", "center")
            and not element.xpath(
                "./p|./h1|./h2|./h3|./h4|./h5|./h6|./ul|./ol|./table|./div|./section|./article|./main|./blockquote|./figure"
            )
        ):
            yield from _paragraph(element, ("b", "strong"))


_WHOLE = frozenset(["p", "li", "dd", "tr", "figcaption", "pre", "dt", *_HEADINGS])


def _inside(element: Any, root: Any) -> bool:
    """Tell whether an element lies in another block, or in furniture."""
    if element is root:
        return False
    if element.tag in _SKIP or _FURNITURE.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return True
    for above in element.iterancestors():
        if above is root:
            return False
        nested = above.tag in _WHOLE and not (element.tag in ("li", "dd") and above.tag in ("li", "dd"))
        if nested or above.tag in _SKIP or _FURNITURE.search(f"{above.get('class') or ''} {above.get('id') or ''}"):
            return True
    return False


def _paragraph(element: Any, strong: tuple[str, ...]) -> Iterator[Piece]:
    """Yield a paragraph, split at line breaks; one that is all bold and short is a heading."""
    text = _words(element, breaks=True)
    children = list(element)
    bold = (
        len(children) == 1
        and children[0].tag in strong
        and not (element.text or "").strip()
        and not (children[0].tail or "").strip()
    )
    if bold and len(text) <= MAX_HEADING and final(text) in ("", "?", "!"):
        yield text, SectionKind.HEADING, 0
        return
    for line in text.split("\n"):
        if line.strip():
            yield line, SectionKind.PARAGRAPH, 0


def _words(element: Any, without: tuple[str, ...] = (), *, breaks: bool = False) -> str:
    """Return an element's text; ``br`` and ``lb`` are line breaks if asked for, else spaces."""
    pieces: list[str] = []
    # An explicit walk: itertext() cannot leave out nested lists and scripts.
    todo: list[tuple[Any, bool]] = [(element, False)]
    while todo:
        node, after = todo.pop()
        if after:
            pieces.append(_flat(node.tail))
            continue
        if not isinstance(node.tag, str) or (node is not element and (node.tag in without or node.tag in _SKIP)):
            continue
        if node.tag in ("br", "lb"):
            pieces.append("\n" if breaks else " ")
        elif node is not element and node.tag in ("p", "div", "li", "item", "td", "cell", "tr"):
            pieces.append(" ")
        pieces.append(_flat(node.text))
        for child in reversed(list(node)):
            todo += [(child, True), (child, False)]
    return "".join(pieces).strip()


def _flat(text: str | None) -> str:
    return re.sub(r"[\t\n\r\f ]+", " ", text) if text else ""


def _depth(element: Any, lists: tuple[str, ...]) -> int:
    return max(1, min(5, sum(above.tag in lists for above in element.iterancestors())))
