"""The spaCy component ``rapprochement_times``: fills ``doc.spans["times"]`` of any French pipeline."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from rapprochement.codebook import Codebook, load_codebook
from rapprochement.model import TimeExpression
from rapprochement.times.tagger import tag

SPANS_KEY = "times"


class TimesComponent:
    """Tags a ``Doc`` with time expressions.

    Each span of ``doc.spans["times"]`` has the TIMEX3 type as label and the EDTF value as ``kb_id_``; the whole row is
    ``span._.time``. The publication time is read from ``doc.user_data["published"]``, else from the component's setting.

    Parameters
    ----------
    published : str or None
        EDTF of the publication for documents that do not name their own.
    overlays : sequence of str
        Codebook folders to lay over the built-in one.

    Examples
    --------
    >>> import spacy
    >>> import rapprochement.times.component
    >>> nlp = spacy.blank("fr")
    >>> _ = nlp.add_pipe("rapprochement_times", config={"published": "2024-06-19"})
    >>> doc = nlp("Il est arrivé hier à Oslo.")
    >>> [(span.text, span.kb_id_, span.label_) for span in doc.spans["times"]]
    [('hier', '2024-06-18', 'DATE')]
    """

    def __init__(self, published: str | None = None, overlays: tuple[str, ...] = ()) -> None:
        self._published = published
        self._codebook: Codebook = load_codebook(overlays)

    def __call__(self, doc: Doc) -> Doc:
        """Add the spans; the text itself is left as it is."""
        published = doc.user_data.get("published", self._published)
        spans: list[Span] = []
        for row in tag(doc.text, published=published, codebook=self._codebook):
            span = doc.char_span(
                row.start, row.end, label=row.timex3_type, kb_id=row.value or "", alignment_mode="expand"
            )
            if span is not None:
                span._.time = row
                spans.append(span)
        doc.spans[SPANS_KEY] = spans
        return doc


@Language.factory("rapprochement_times", default_config={"published": None, "overlays": []})
def make_times(nlp: Language, name: str, published: str | None, overlays: list[str]) -> Any:  # noqa: ARG001 (spaCy passes them)
    """Make the component for ``nlp.add_pipe("rapprochement_times")``."""
    if not Span.has_extension("time"):
        Span.set_extension("time", default=None)
    return TimesComponent(published, tuple(overlays))


def row_of(span: Span) -> TimeExpression | None:
    """Return the row behind a span of ``doc.spans["times"]``."""
    row = span._.time
    return row if isinstance(row, TimeExpression) else None
