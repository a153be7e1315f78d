"""Coding: the pure function from one document to its times, actors and event mentions, alone or in worker processes.

The same documents, codebook and model give the same rows, whatever the number of processes: a document's coding
depends on nothing but the document, and results come out in the order of the input.
"""

from __future__ import annotations

import logging
import os
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rapprochement.errors import CodebookError, RapprochementError
from rapprochement.model import (
    ActorMention,
    CodedDocument,
    Document,
    EventMention,
    Section,
    SectionKind,
    TimeExpression,
)
from rapprochement.workers import Lost, Pool, resolve

if TYPE_CHECKING:
    from rapprochement.language import Analysis

log = logging.getLogger(__name__)

BATCH_DOCUMENTS = 8
BATCH_CHARACTERS = 30_000
"""A batch ends at either figure: large enough for spaCy's speed, small enough for progress to be seen and shared out."""

BASE_SECONDS = 60.0
CHARACTERS_A_SECOND = 2_000
"""Time limit of a document: a fixed part, and its length at a tenth of the pace of a slow machine."""

FRENCH = "rapprochement.pipeline:french"
FAILED, TIMEOUT, CRASHED = "coding-failed", "coding-timeout", "coding-crashed"
"""Reasons of quarantined documents; all begin with ``coding-``."""

WARM = "La ministre norvégienne a rencontré lundi à Oslo son homologue suédois, selon Stockholm."
"""A sentence every new process codes first."""

Rows = tuple[tuple[TimeExpression, ...], tuple[ActorMention, ...], tuple[EventMention, ...]]
Outcome = Rows | Lost
BatchCoder = Callable[[Sequence[Document]], Iterable[Outcome]]


class Coder:
    """Codes documents of one language.

    Parameters
    ----------
    analyse : callable
        From documents to their analyses, in order.
    find_times, find_actors, find_events : callable
        The stages, with codebook and language already bound: from document and analysis (and what the stages before
        found) to rows.

    Notes
    -----
    A stage that raises costs its one document: it is listed as not coded and the others go on.
    """

    def __init__(
        self,
        analyse: Callable[[Iterable[Document]], Iterator[Analysis]],
        find_times: Callable[[Document, Analysis], Iterable[TimeExpression]],
        find_actors: Callable[[Document, Analysis, Sequence[TimeExpression]], Iterable[ActorMention]],
        find_events: Callable[
            [Document, Analysis, Sequence[TimeExpression], Sequence[ActorMention]], Iterable[EventMention]
        ],
    ) -> None:
        self._analyse = analyse
        self._find_times = find_times
        self._find_actors = find_actors
        self._find_events = find_events

    def code(self, document: Document, analysis: Analysis) -> Rows:
        """Return what the stages find in one parsed document."""
        times = tuple(self._find_times(document, analysis))
        actors = tuple(self._find_actors(document, analysis, times))
        return times, actors, tuple(self._find_events(document, analysis, times, actors))

    def __call__(self, documents: Sequence[Document]) -> Iterator[Outcome]:
        """Code a batch; a document that cannot be coded gives a :class:`~rapprochement.workers.Lost` in its place."""
        coded = 0
        try:
            for document, analysis in zip(documents, self._analyse(documents), strict=True):
                yield self._code_or_lose(document, analysis)
                coded += 1
        except CodebookError:
            raise
        except Exception as error:  # the parser failed on one of the batch: find out on which
            rest = documents[coded:]
            if len(documents) == 1:
                yield _lost(error)
                return
            for document in rest:
                yield from self([document])

    def _code_or_lose(self, document: Document, analysis: Analysis) -> Outcome:
        try:
            return self.code(document, analysis)
        except CodebookError:  # the vocabulary is at fault, and would be with every document
            raise
        except Exception as error:  # the one place where any error is taken: it is kept with the document and logged
            return _lost(error)


def _lost(error: Exception) -> Lost:
    detail = "".join(traceback.format_exception(error))
    return Lost("failed", f"{type(error).__name__}: {error}"[:500], detail)


def french(overlays: Sequence[str] = ()) -> Coder:
    """Return the coder of French documents: model and codebook are loaded here, once in each process.

    Raises
    ------
    CodebookError
        If the vocabulary or an overlay is wrong.
    """
    from rapprochement import actors, events, times
    from rapprochement.codebook import load_codebook
    from rapprochement.language import FrenchPack

    codebook = load_codebook(overlays)
    pack = FrenchPack()
    coder = Coder(
        pack.analyse,
        lambda document, analysis: times.find(document, analysis, codebook),
        lambda document, analysis, found: actors.find(document, analysis, codebook, found),
        lambda document, analysis, found, named: events.code(document, analysis, found, named, codebook),
    )
    # stages compile and validate their entries when they first use them: now, and not when the first article comes
    warm = Document("", "", "", WARM, (Section(0, SectionKind.PARAGRAPH, 0, len(WARM)),), published="2024-06-19")
    (outcome,) = coder([warm])
    if isinstance(outcome, Lost):  # what fails with this sentence is no fault of the documents
        raise RapprochementError(f"coding does not work in this installation ({outcome.message}); install it anew")
    return coder


def default_processes() -> int:
    """Return how many workers to start: the processors this program may use, at most four.

    Each worker holds the language model (some 450 MB), so that more than four would not fit a laptop.

    Examples
    --------
    >>> 1 <= default_processes() <= 4
    True
    """
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(4, usable))


def allowance(document: Document) -> float:
    """Return the seconds a worker may spend on ``document``.

    Examples
    --------
    >>> allowance(Document("a.txt", "a.txt", "", "x" * 4000))
    62.0
    """
    return BASE_SECONDS + len(document.text) / CHARACTERS_A_SECOND


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if len(batch) >= BATCH_DOCUMENTS or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _assemble(document: Document, outcome: Outcome) -> CodedDocument:
    if isinstance(outcome, Lost):
        reason = f"coding-{outcome.cause}"
        log.warning("%r is not coded: %s\n%s", document.document, outcome.message, outcome.detail)
        message = f"coding this document failed and it was left out ({outcome.message})"
        return CodedDocument(replace(document, state="not coded", reason=reason, message=message))
    return CodedDocument(document, *outcome)


def code_documents(
    documents: Iterable[Document],
    codebook_dirs: Sequence[Path | str] = (),
    processes: int | None = None,
    coder: str = FRENCH,
    seconds: Callable[[Document], float] = allowance,
) -> Iterator[CodedDocument]:
    """Code documents, in order.

    Parameters
    ----------
    documents : iterable of Document
        Those with state ``"not coded"`` pass through as they are.
    codebook_dirs : sequence of path
        Overlays of the vocabulary.
    processes : int, optional
        Worker processes; 0 codes in this process, without time limit. Default: :func:`default_processes`.
    coder : str
        ``"module:name"`` of the function that, called with the overlays as a list of strings, returns the coder of a
        batch.
    seconds : callable
        From a document to its time limit.

    Yields
    ------
    CodedDocument
        One for each document. One whose coding raised, hung or killed its worker has state ``"not coded"`` and a
        reason that begins with ``coding-``.

    Raises
    ------
    CodebookError
        If the vocabulary is wrong.
    RapprochementError
        If workers cannot start.

    Examples
    --------
    >>> list(code_documents([]))
    []
    """
    overlays = [str(path) for path in codebook_dirs]
    waiting: deque[Document] = deque()

    def to_code() -> Iterator[Document]:
        for document in documents:
            waiting.append(document)
            if document.state == "coded":
                yield document

    batches = _batches(to_code())
    outcomes: Iterator[Outcome]
    if processes == 0:
        function: BatchCoder = resolve(coder)(overlays)
        outcomes = (outcome for batch in batches for outcome in function(batch))
    else:
        pool = Pool(coder, (overlays,), processes or default_processes(), seconds)
        outcomes = pool.run(batches)
    for outcome in outcomes:
        while waiting[0].state != "coded":
            yield CodedDocument(waiting.popleft())
        yield _assemble(waiting.popleft(), outcome)
    for document in waiting:
        yield CodedDocument(document)
