"""Markdown: headings, lists, tables and notes by their signs; the text stays as it stands in the file."""

from __future__ import annotations

import re

from rapprochement.documents.blocks import Block, Line, lines_of, strip_span
from rapprochement.documents.layout import Layout, Role
from rapprochement.documents.plain import Found, PlainReader
from rapprochement.model import SectionKind

_ATX = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s+(?=\S)")
_RULE = re.compile(r"(?:[-*_=]\s*){3,}$|\|?[\s:|-]+\|[\s:|-]*$|```|~~~")
_FIELD = re.compile(r"([A-Za-z_]+)\s*:\s*(.+)")
_BOLD = re.compile(r"(\*\*|__)(.+)\1$")


class MarkdownReader:
    r"""Sorts the lines of one Markdown text into blocks.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> text = "# Un pont\n\nOslo bâtit\navec Berne.\n\n## Suite\n\n- un point"
    >>> reader = MarkdownReader(text, Layout.of(load_codebook()))
    >>> [(b.kind.value, b.level, text[b.start:b.end]) for b in reader.blocks()]
    [('heading', 1, 'Un pont'), ('paragraph', 0, 'Oslo bâtit\navec Berne.'), ('heading', 2, 'Suite'), ('list_item', 1, 'un point')]
    """

    def __init__(self, text: str, layout: Layout) -> None:
        self.text = text
        self.layout = layout
        self.found = Found()

    def blocks(self) -> list[Block]:
        """Return the blocks in text order and fill :attr:`found`."""
        lines = list(lines_of(self.text))
        skip = self._front_matter(lines)
        if not any(_ATX.match(line.text) for line in lines):
            plain = PlainReader(self.text, self.layout)
            blocks = [
                b for b in plain.blocks() if b.start >= (lines[skip].start if skip < len(lines) else len(self.text))
            ]
            plain.found.title = self.found.title or plain.found.title
            plain.found.author = self.found.author or plain.found.author
            plain.found.published[:0] = self.found.published
            self.found = plain.found
            return blocks
        blocks = [Block(line.start, line.end, SectionKind.METADATA) for line in lines[:skip] if line.text.strip("-.")]
        for i in range(skip, len(lines)):
            self._line(lines[i], blocks, lines[i - 1] if i > skip else None)
        return blocks

    def _line(self, line: Line, blocks: list[Block], before: Line | None) -> None:
        atx = _ATX.match(line.text)
        if atx:
            start, end = strip_span(self.text, line.start + atx.start(2), line.start + atx.end(2))
            blocks.append(Block(start, end, SectionKind.HEADING, len(atx[1])))
            if len(atx[1]) == 1 and self.found.title is None:
                self.found.title, self.found.title_place = atx[2], "text:heading"
            return
        if _RULE.match(line.text):
            return
        note = re.match(r"\[\^[^\]]+\]:\s*", line.text)
        if note:
            blocks.append(Block(line.start, line.end, SectionKind.ENDNOTE))
            return
        if line.text.startswith("|"):
            blocks.append(Block(line.start, line.end, SectionKind.TABLE_ROW))
            return
        item = _ITEM.match(line.text)
        if item:
            blocks.append(Block(line.start + item.end(), line.end, SectionKind.LIST_ITEM, 1 + min(4, line.indent // 2)))
            return
        bold = _BOLD.match(line.text)
        if bold and line.gap and len(line.text) < 120 and not bold[2].rstrip().endswith((".", ":")):
            start = line.start + bold.start(2)
            level = 1 + max((b.level for b in blocks if b.kind is SectionKind.HEADING and b.level < 6), default=1)
            blocks.append(Block(start, line.start + bold.end(2), SectionKind.HEADING, min(6, level)))
            return
        cue = self.layout.cue(line.text)
        if cue is not None and self._furniture(line, blocks, cue.role):
            return
        start = line.start + (len(line.text) - len(line.text.lstrip("> ")))
        last = blocks[-1] if blocks else None
        if (
            before is not None
            and line.gap == 0
            and last is not None
            and last.end == before.end
            and last.kind
            in (
                SectionKind.PARAGRAPH,
                SectionKind.LIST_ITEM,
                SectionKind.ENDNOTE,
            )
        ):
            last.end = line.end
        else:
            blocks.append(Block(start, line.end, SectionKind.PARAGRAPH))

    def _furniture(self, line: Line, blocks: list[Block], role: Role) -> bool:
        """Let the plain reader's rules place a line of furniture, alone."""
        if role in (Role.NOTES, Role.LABEL, Role.TAIL):
            return False
        alone = PlainReader(self.text[line.start : line.end], self.layout)
        placed = alone.blocks()
        if len(placed) != 1 or (placed[0].kind is SectionKind.PARAGRAPH and placed[0].update is None):
            return False
        if placed[0].kind is SectionKind.HEADING:
            return False
        placed[0].start += line.start
        placed[0].end += line.start
        blocks.append(placed[0])
        self.found.published += alone.found.published
        self.found.updated += alone.found.updated
        self.found.author = self.found.author or alone.found.author
        return True

    def _front_matter(self, lines: list[Line]) -> int:
        """Read "key: value" lines between two rulers at the top; return how many lines that is."""
        if not lines or lines[0].text != "---":
            return 0
        end = next((i for i, line in enumerate(lines[1:40], 1) if line.text in ("---", "...")), 0)
        for line in lines[1:end]:
            pair = _FIELD.fullmatch(line.text)
            if pair is None:
                continue
            key, value = pair[1].lower(), pair[2].strip("\"' ")
            if key == "title":
                self.found.title, self.found.title_place = value, "front matter"
            elif key in ("author", "authors"):
                self.found.author, self.found.author_place = value, "front matter"
            elif key in ("date", "published", "publishdate"):
                self.found.published.append((value, value, "front matter"))
            elif key in ("updated", "lastmod", "modified"):
                self.found.updated.append((value, value, "front matter"))
        return end + 1 if end else 0
