"""Weights and their partners: what may be missing, and what the sum must be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import agrees, column, failure
from xlrisk.functions.evaluate import evaluate


def portfolio_beta(weights: Any, partners: Any, *policy: str) -> tuple[Any, ...]:
    return ("PORTFOLIO_BETA", weights, partners, *policy)


def portfolio_return(weights: Any, partners: Any, *policy: str) -> tuple[Any, ...]:
    return ("PORTFOLIO_RETURN", weights, partners, *policy)


def capm_table(weights: Any, partners: Any, *policy: str) -> tuple[Any, ...]:
    names = column(*(f"holding {k}" for k in range(len(weights))))
    return ("CAPM_TABLE", names, partners, weights, 0.0, 1.0, *policy)  # a beta is its return


CALLS = pytest.mark.parametrize("call", [portfolio_beta, portfolio_return, capm_table])
PARTNER = {portfolio_beta: "beta", portfolio_return: "return", capm_table: "beta"}


def total(call: Any, weights: Any, partners: Any, *policy: str) -> Any:
    """The portfolio's weighted sum, out of whichever function."""
    found: Any = evaluate(*call(weights, partners, *policy))
    return found[-1][1] if isinstance(found, list) else found


@CALLS
@pytest.mark.parametrize(
    ("weights", "partners", "policy", "expected"),
    [
        pytest.param([0.4, 0.4, 0.2], [0.15, 0.07, 0.1], "strict", 0.108, id="sum to 1"),
        pytest.param([0.4, None, 0.6], [0.1, 0.2, 0.3], "strict", 0.22, id="empty weight is 0"),
        pytest.param([0.5, 0, 0.5], [0.1, None, 0.3], "strict", 0.2, id="no partner at weight 0"),
        pytest.param([0.5, None, 0.5], [0.1, "n/a", 0.3], "strict", 0.2, id="nor at an empty one"),
        pytest.param(["Weight", 0.5, 0.5], ["Beta", 0.1, 0.3], "strict", 0.2, id="headers"),
        pytest.param([1.3, -0.3], [0.1, 0.2], "strict", 0.07, id="short position"),
        pytest.param([0.5, 0.5 + 9e-7], [0.1, 0.1], "strict", 0.1 + 9e-8, id="1 within 1e-6"),
        pytest.param([40, 40, 20], [0.15, 0.07, 0.1], "normalize", 0.108, id="normalize percent"),
        pytest.param([2, 2], [0.1, 0.2], "normalize", 0.15, id="normalize"),
        pytest.param([-2, -2], [0.1, 0.2], "normalize", 0.15, id="normalize a short portfolio"),
        pytest.param([0.51, -0.5], [0.1, 0.1], "normalize", 0.1, id="normalize 0.01"),
        pytest.param([0.5, 0.3], [0.1, 0.2], "cash", 0.11, id="cash"),
        pytest.param([1.5, 0.3], [0.1, 0.2], "cash", 0.21, id="borrowed cash"),
        pytest.param([None, None], [0.1, 0.2], "cash", 0, id="nothing but cash"),
    ],
)
def test_weighted_sum(
    call: Any, weights: list[Any], partners: list[Any], policy: str, expected: float
) -> None:
    assert agrees(total(call, column(*weights), column(*partners), policy), expected)


@CALLS
@pytest.mark.parametrize(
    ("weights", "partners", "policy", "code", "sentence"),
    [
        pytest.param(
            [0.4, 0.5],
            [0.1, 0.2],
            "strict",
            "#VALUE!",
            'weights sum to 0.9; use "normalize", or "cash" for the rest.',
            id="sum to 0.9",
        ),
        pytest.param(
            [0.5, 0.5 + 1.1e-6],
            [0.1, 0.2],
            "strict",
            "#VALUE!",
            "weights sum to 1.0000011",
            id="1 not within 1e-6",
        ),
        pytest.param(
            [40, 60], [0.1, 0.2], "strict", "#VALUE!", "weights look like percent", id="percent"
        ),
        pytest.param(
            [40, 59.5], [0.1, 0.2], "strict", "#VALUE!", "weights look like percent", id="near 100"
        ),
        pytest.param(
            [0.509, -0.5], [0.1, 0.2], "normalize", "#NUM!", "weights sum to 0.009", id="near 0"
        ),
        pytest.param(
            [-0.509, 0.5], [0.1, 0.2], "normalize", "#NUM!", "weights sum to -0.009", id="below 0"
        ),
        pytest.param(
            [0.5, "n/a"],
            [0.1, 0.2],
            "cash",
            "#N/A",
            "row 2 of weights is no number",
            id="text for a weight",
        ),
        pytest.param(
            [True, 0.5],
            [0.1, 0.2],
            "cash",
            "#N/A",
            "row 1 of weights is no number",
            id="boolean for a weight",
        ),
        pytest.param(
            [0.5, "#N/A"],
            [0.1, 0.2],
            "cash",
            "#N/A",
            "row 2 of weights is no number",
            id="#N/A for a weight",
        ),
        pytest.param(
            [0.5, "#REF!"], [0.1, 0.2], "cash", "#REF!", "weights contains #REF!", id="error"
        ),
        pytest.param(
            [0.5, 0.3, 0.2], [0.1, 0.2], "cash", "#N/A", "has 3 cells", id="lengths differ"
        ),
    ],
)
def test_what_is_refused(
    call: Any,
    weights: list[Any],
    partners: list[Any],
    policy: str,
    code: str,
    sentence: str,
) -> None:
    error = failure(*call(column(*weights), column(*partners), policy))
    assert error.code == code
    if call is not capm_table or "has 3 cells" not in sentence:  # its names come first
        assert sentence in error.message


@CALLS
@pytest.mark.parametrize(
    ("weight", "words"), [(0.12, "12 %"), (-0.05, "-5 %"), (1e-7, "1e-05 %")], ids=str
)
@pytest.mark.parametrize("missing", [None, "n/a", True, "#N/A"], ids=str)
def test_holding_without_its_partner_is_named(
    call: Any, weight: float, words: str, missing: Any
) -> None:
    weights = column(*[0.1] * 6, weight, 0.4 - weight)
    error = failure(*call(weights, column(*[0.1] * 6, missing, 0.1)))
    assert error.code == "#N/A"
    assert f"row 7 has weight {words} and no {PARTNER[call]}" in error.message


def test_holding_without_its_name_is_named() -> None:
    error = failure("CAPM_TABLE", column("A", None), column(1, 1), column(0.5, 0.5), 0.03, 0.1)
    assert error.code == "#N/A"
    assert "row 2 has weight 50 % and no name" in error.message


def test_name_may_be_missing_where_the_weight_is_0() -> None:
    names, weights = column("A", None), column(1, None)
    table: Any = evaluate("CAPM_TABLE", names, column(1, 2), weights, 0.03, 0.1)
    assert table[2][0] == "#N/A"


def test_cash_earns_the_risk_free_rate_at_beta_0() -> None:
    weights, returns = column(0.5, 0.2), column(0.12, 0.05)
    assert evaluate("PORTFOLIO_RETURN", weights, returns, "cash", 0.03) == pytest.approx(0.079)
    assert evaluate("PORTFOLIO_BETA", weights, column(1.5, 0.5), "cash") == pytest.approx(0.85)
    names = column("A", "B")
    table: Any = evaluate("CAPM_TABLE", names, column(1.5, 0.5), weights, 0.03, 0.1, "cash")
    assert agrees(table[-1], ["Portfolio Total", 0.85, 0.03, 0.1, 0.03 + 0.85 * 0.07, 0.7])


@pytest.mark.parametrize("policy", ["strict", "normalize"])
def test_without_cash_the_risk_free_rate_does_not_matter(policy: str) -> None:
    weights, returns = column(0.5, 0.5), column(0.12, 0.05)
    rates = [evaluate("PORTFOLIO_RETURN", weights, returns, policy, rate) for rate in (0, 0.03)]
    assert rates[0] == rates[1]


def test_example_table_and_not_its_misprint() -> None:
    names = column("Aggressive Tech Inc.", "Stable Utility Co.", "Market Index ETF")
    table: Any = evaluate(
        "CAPM_TABLE", names, column(1.5, 0.7, 1.0), column(0.4, 0.4, 0.2), 0.03, 0.1
    )
    expected = [
        ["Aggressive Tech Inc.", 1.5, 0.03, 0.1, 0.135, 0.4],
        ["Stable Utility Co.", 0.7, 0.03, 0.1, 0.079, 0.4],
        ["Market Index ETF", 1.0, 0.03, 0.1, 0.1, 0.2],
        ["Portfolio Total", 1.08, 0.03, 0.1, 0.1056, 1.0],
    ]
    assert agrees(table[1:], expected)


WEIGHTS = st.lists(st.integers(-300, 500), min_size=1, max_size=12).filter(lambda w: sum(w) > 100)


@given(WEIGHTS, st.data())
def test_normalized_weights_are_weights_that_sum_to_1(
    weights: list[int], data: st.DataObject
) -> None:
    betas = data.draw(st.lists(st.floats(-3, 3), min_size=len(weights), max_size=len(weights)))
    shares = column(*(w / sum(weights) for w in weights))
    found = evaluate("PORTFOLIO_BETA", column(*weights), column(*betas), "normalize")
    assert agrees(found, evaluate("PORTFOLIO_BETA", shares, column(*betas)))


@given(WEIGHTS, st.data())
def test_table_agrees_with_its_parts(weights: list[int], data: st.DataObject) -> None:
    n = len(weights)
    betas = column(*data.draw(st.lists(st.floats(-3, 3), min_size=n, max_size=n)))
    shares = column(*(w / sum(weights) for w in weights))
    table: Any = evaluate("CAPM_TABLE", column(*"x" * n), betas, shares, 0.03, 0.1)
    required = evaluate("CAPM_RETURN", 0.03, betas, 0.1)
    assert [[row[4]] for row in table[1:-1]] == (required if n > 1 else [[required]])
    assert table[-1][1] == evaluate("PORTFOLIO_BETA", shares, betas)
    assert agrees(table[-1][4], evaluate("PORTFOLIO_RETURN", shares, required), digits=11)
