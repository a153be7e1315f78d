"""The paragraph around a sentence, and offsets as JavaScript counts them."""

from hypothesis import given
from hypothesis import strategies as st

from rapprochement.publish.passages import LONGEST, Passages, utf16


def test_the_section_is_the_paragraph() -> None:
    text = "Titre\n\nUn. Deux. Trois."
    sections = [
        {"index": 0, "kind": "heading", "start": 0, "end": 5, "heading": None},
        {"index": 1, "kind": "paragraph", "start": 7, "end": len(text), "heading": 0},
    ]
    found = Passages("d", text, sections).around(11, 16)
    assert (found.text, found.start, found.heading) == ("Un. Deux. Trois.", 7, "Titre")


def test_a_long_paragraph_is_cut_on_both_sides() -> None:
    text = "mot " * 3000
    found = Passages("d", text, []).around(6000, 6010)
    assert found.cut_before and found.cut_after
    assert len(found.text) <= LONGEST + 100
    assert found.start <= 6000 and found.start + len(found.text) >= 6010


@given(st.text(max_size=60), st.data())
def test_utf16_counts_as_javascript_does(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    head = text[:offset].encode("utf-16-le", errors="surrogatepass")
    assert utf16(text, offset) == len(head) // 2


@given(st.text(alphabet="ab \n🚀", min_size=2, max_size=200), st.data())
def test_the_passage_holds_the_sentence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = Passages("d", text, []).around(start, end)
    assert found.start <= start and found.start + len(found.text) >= end
    assert text[found.start : found.start + len(found.text)] == found.text
