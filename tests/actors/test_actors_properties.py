"""Any text is read without raising; spans are those of the text."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PIECES = st.sampled_from(
    ["les deux pays", "M.", "Kim", "le président", "russe", "nord-coréen", "franco-", "il", "a-t-il dit", "de", "la", "Corée", "du Nord",
     "«", "»", '"', ",", ".", "\n", "’", "-", "ministre", "ambassadeur de", "Poutine", "X", "ce dernier", "son homologue", "1961", "Moscou", "é", "\x00", "İ"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(
        st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map("".join)
    )
)
def test_never_raises(find, text):
    mentions = find(text)
    assert all(m.text == text[m.start : m.end] and m.start < m.end for m in mentions)
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
