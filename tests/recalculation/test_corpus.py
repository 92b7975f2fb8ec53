"""Workbooks of other people: none breaks the recalculation, and none is the poorer for it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.recalculation.agreement import (
    CELLS_BOUND,
    DOCUMENT,
    FILES_BOUND,
    WRONG_BOUND,
    comparisons,
    document,
    without_function_tests,
)
from tests.recalculation.corpus_runs import Run
from tests.recalculation.outcomes import expected, outcome

pytestmark = pytest.mark.timeout(600)  # the first of them waits for the whole corpus
AGAIN = "if it is meant, run `python -m tests.recalculation`"
WELL = {"done", "unchanged", "partial", "refused"}


@pytest.fixture
def pinned(corpus: Sequence[Run]) -> Sequence[Run]:
    """The corpus, if it is the one that the table and the document tell of."""
    if {run.path for run in corpus} != expected().keys():
        pytest.skip("another corpus than the one in corpus_outcomes.tsv; " + AGAIN)
    return corpus


def test_no_workbook_breaks_hangs_or_kills_the_recalculation(corpus: Sequence[Run]) -> None:
    assert {run.path: run.reason for run in corpus if run.status not in WELL} == {}
    assert len(corpus) > 1000


def test_a_refusal_is_one_sentence(corpus: Sequence[Run]) -> None:
    reasons = {run.path: run.reason for run in corpus if run.status == "refused"}
    bad = {path: text for path, text in reasons.items() if "\n" in text or text[-1:] != "."}
    assert bad == {}


def test_every_workbook_ends_as_expected_and_no_better(pinned: Sequence[Run]) -> None:
    table = expected()
    other = {
        run.path: (outcome(run), table[run.path])
        for run in pinned
        if outcome(run) != table[run.path]
    }
    assert not other, AGAIN


def test_no_workbook_is_poorer_than_it_was(corpus: Sequence[Run]) -> None:
    """Parts, their order, all of a sheet but values, and whether openpyxl opens it."""
    assert {run.path: run.losses for run in corpus if run.losses} == {}


def test_nothing_is_written_against_the_rule_of_the_oracle(corpus: Sequence[Run]) -> None:
    """No cell on which the engine differs; where nothing has changed, none at all."""
    assert {run.path: run.unproved for run in corpus if run.unproved} == {}


def test_something_is_written_and_some_of_it_disagrees(corpus: Sequence[Run]) -> None:
    """The tests above do not pass for want of cases."""
    statuses = [run.status for run in corpus]
    assert statuses.count("done") + statuses.count("partial") > 20
    assert statuses.count("unchanged") > 500
    assert any(run.disagreements for run in corpus)


def test_most_files_and_nearly_all_cells_agree_with_excel(corpus: Sequence[Run]) -> None:
    found = without_function_tests(comparisons(corpus))
    assert found.files > 100
    assert found.right_files / found.files >= FILES_BOUND
    assert found.right_cells / found.cells >= CELLS_BOUND


def test_without_an_oracle_hardly_anything_wrong_is_written(corpus: Sequence[Run]) -> None:
    found = [run.unaided for run in corpus if run.unaided]
    right, wrong = sum(one.right for one in found), sum(len(one.wrong) for one in found)
    assert right > 10_000
    assert wrong <= WRONG_BOUND * right


def test_no_error_is_written_that_excel_does_not_know(corpus: Sequence[Run]) -> None:
    foreign = {run.path: one.foreign for run in corpus if (one := run.unaided) and one.foreign}
    assert foreign == {}


def test_the_document_of_agreement_is_up_to_date(pinned: Sequence[Run]) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(pinned), AGAIN
