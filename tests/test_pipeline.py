"""Coding in processes: order, equal results, and documents that fail, hang or kill their worker."""

from __future__ import annotations

import sys

import pytest

import stub
from rapprochement import pipeline
from rapprochement.errors import CodebookError, RapprochementError
from rapprochement.model import Document
from rapprochement.workers import Lost, Pool


def corpus(n: int, **special: str) -> list[Document]:
    texts = [special.get(f"d{i}", f"NOR visit SWE 2024-05-{i % 28 + 1:02d}\nDNK arms FIN 2023-01-01") for i in range(n)]
    return [stub.document(f"d{i}", text) for i, text in enumerate(texts)]


def test_order_and_rows_are_the_same_with_any_number_of_processes() -> None:
    documents = corpus(70)
    alone = list(pipeline.code_documents(documents, processes=0, coder=stub.NAME))
    assert [c.document.document for c in alone] == [d.document for d in documents]
    assert all(len(c.mentions) == 2 and len(c.times) == 2 and len(c.actors) == 4 for c in alone)
    for processes in (1, 2):
        assert list(pipeline.code_documents(documents, processes=processes, coder=stub.NAME)) == alone


def test_documents_not_to_be_coded_pass_through_in_place() -> None:
    documents = corpus(5)
    broken = Document("x", "x", "", "", state="not coded", reason="empty", message="the file holds no text")
    mixed = [broken, documents[0], broken, documents[1], broken, broken]
    for processes in (0, 1):
        coded = list(pipeline.code_documents(mixed, processes=processes, coder=stub.NAME))
        assert [c.document.document for c in coded] == ["x", "d0", "x", "d1", "x", "x"]
    assert [c.document for c in pipeline.code_documents([broken], coder=stub.NAME)] == [broken]


@pytest.mark.parametrize("processes", [0, 2])
@pytest.mark.parametrize("fault", ["RAISE", "NOPARSE"])
def test_a_document_whose_coding_raises_is_named_and_the_others_go_on(processes: int, fault: str) -> None:
    coded = list(pipeline.code_documents(corpus(40, d7=fault), processes=processes, coder=stub.NAME))
    failed = [c for c in coded if c.document.state != "coded"]
    assert [(c.document.document, c.document.reason) for c in failed] == [("d7", pipeline.FAILED)]
    assert failed[0].document.message is not None
    assert ("KeyError" if fault == "RAISE" else "ValueError") in failed[0].document.message
    assert not failed[0].mentions
    assert sum(len(c.mentions) for c in coded) == 78


def test_a_document_that_kills_its_worker_is_given_up_alone() -> None:
    coded = list(pipeline.code_documents(corpus(40, d3="DIE", d30="DIE"), processes=2, coder=stub.NAME))
    failed = {c.document.document: c.document.reason for c in coded if c.document.state != "coded"}
    assert failed == {"d3": pipeline.CRASHED, "d30": pipeline.CRASHED}
    assert sum(len(c.mentions) for c in coded) == 76


def test_a_document_that_hangs_is_given_up_after_its_time() -> None:
    documents = corpus(3, d1="HANG")
    coded = list(pipeline.code_documents(documents, processes=2, coder=stub.NAME, seconds=lambda _: 1.0))
    assert {c.document.document: c.document.reason for c in coded if c.document.state != "coded"} == {
        "d1": pipeline.TIMEOUT
    }
    assert sum(len(c.mentions) for c in coded) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory is that of the operating system")
def test_a_document_that_takes_all_memory_is_given_up_alone() -> None:
    coded = list(pipeline.code_documents(corpus(5, d2="HOG"), processes=1, coder=stub.NAME))
    (failed,) = [c.document for c in coded if c.document.state != "coded"]
    assert failed.document == "d2"
    assert "MemoryError" in (failed.message or "")


def test_a_worker_that_cannot_start_is_an_error_of_ours() -> None:
    with pytest.raises(RapprochementError, match="no model here"):
        list(pipeline.code_documents(corpus(3), processes=1, coder="stub:broken"))
    with pytest.raises(RapprochementError, match="cannot start"):
        list(Pool("no.such.module:function").run([[1]]))


def test_a_wrong_codebook_stops_the_run_and_is_told(tmp_path: object) -> None:
    with pytest.raises(CodebookError, match="no codebook folder"):
        list(pipeline.code_documents(corpus(1), ["/no/such/folder"], processes=1))


def test_leaving_early_ends_the_workers() -> None:
    results = pipeline.code_documents(corpus(200), processes=2, coder=stub.NAME)
    assert next(results).document.document == "d0"
    results.close()  # type: ignore[attr-defined]


def test_pool_keeps_order_when_batches_are_of_unequal_work() -> None:
    batches = [[i] for i in range(30)]
    assert list(Pool("rapprochement.workers:example", (3,), processes=2).run(batches)) == [3 * i for i in range(30)]
    assert list(Pool("rapprochement.workers:example", (3,)).run([[], [1], []])) == [3]


def test_lost_is_no_result() -> None:
    assert Lost("crashed", "x") != Lost("timeout", "x")


def test_french_pipeline_codes_a_sentence_the_same_in_this_and_another_process() -> None:
    text = "Le 2 mai 2024, le ministre norvégien des Affaires étrangères s'est rendu à Stockholm."
    document = stub.document("a.txt", text, published="2024-05-03")
    (alone,) = pipeline.code_documents([document], processes=0)
    (other,) = pipeline.code_documents([document], processes=1)
    assert alone == other
    assert [t.value for t in alone.times] == ["2024-05-02"]
    assert {"NOR", "SWE"} <= {c for a in alone.actors for c in a.codes}
