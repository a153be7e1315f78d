"""What the parts of this room hand each other about speech and status: who says a thing, in which words, and how sure.

The coder asks :func:`rapprochement.events.speech.attributions` once per document and
:func:`rapprochement.events.status.status_of` once per mention.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution of words to a claimant: cue, claimant, content.

    Attributes
    ----------
    sentence : int
        Index of the sentence that holds the cue.
    cue_start, cue_end : int
        Offsets of the cue word ("affirme", "selon", "dément") in the document.
    rule_id : str
        Cue entry of the codebook.
    kind : str
        ``say``, ``announce``, ``suspect``, ``deny``, ``ask``, ``promise``, ``threaten``, ``according``, ``hearsay``…
    status : str
        Status of an event inside the content, unless the content marks it otherwise.
    spans : tuple of (int, int)
        Content, as document offsets; a quotation that runs on may lie in neighbouring sentences.
    claimant : str or None
        What goes into ``EventMention.attributed_to``: actor code, else person or organisation as named in the text.
    codes : tuple of str
        Actor codes of the claimant; empty for an expert, a newspaper, unnamed sources.
    claimant_start, claimant_end : int or None
        Where the claimant stands.
    quoted : bool
        Whether the content stands in quotation marks.
    """

    sentence: int
    cue_start: int
    cue_end: int
    rule_id: str
    kind: str
    status: str
    spans: tuple[tuple[int, int], ...]
    claimant: str | None = None
    codes: tuple[str, ...] = ()
    claimant_start: int | None = None
    claimant_end: int | None = None
    quoted: bool = False

    def covers(self, offset: int) -> bool:
        """Tell whether ``offset`` lies in the attributed content.

        Examples
        --------
        >>> Attribution(0, 0, 5, "say", "say", "claimed", ((10, 20),)).covers(12)
        True
        """
        return any(start <= offset < end for start, end in self.spans)


@dataclass(frozen=True, slots=True)
class StatusReading:
    """How sure an event is, and on whose word.

    ``chain`` holds the claimants from the outermost to the innermost ("Séoul affirme que Washington soupçonne …" is
    ``("KOR", "USA")``); ``attributed_to`` is the one whose word it is. ``evidence`` names cues and rules;
    ``negated`` says that the sentence says it did not, does not or will not happen ("n'a pas livré").
    """

    status: str = "asserted"
    attributed_to: str | None = None
    chain: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    negated: bool = False
