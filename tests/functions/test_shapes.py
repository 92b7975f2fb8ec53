"""Every function on every shape of data: a value or the documented error, and nothing else."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import agrees, column, outcome
from xlrisk.finance import regression
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Function
from xlrisk.functions.cells import ERRORS

A, M = (0.03, 0.04, -0.02, 0.01), (0.01, 0.02, -0.01, 0.02)
ASSET, MARKET = column(*A), column(*M)
GROWTH = column(*(100 * 1.01**t / (100 * 1.01 ** (t - 1)) - 1 for t in range(1, 5)))
NOTHING = column(None, None, None, None)
TABLE = "table"  # of any values
FAILS = "fails"  # with any error, in the cell or in the only row

# title, asset returns, market returns and what follows; then BETA_OF, BETAS_OF, BETA_STATS
SERIES: list[tuple[Any, ...]] = [
    ("no rows", ([], []), "#N/A", "#N/A", "#N/A"),
    ("1 row", (column(0.03), column(0.01)), "#DIV/0!", "#DIV/0!", "#DIV/0!"),
    ("1 cell", (0.03, 0.01), "#DIV/0!", "#DIV/0!", "#DIV/0!"),
    ("2 rows", (ASSET[:2], MARKET[:2]), 1.0, [[1.0]], "#DIV/0!"),
    ("3 rows", (ASSET[:3], MARKET[:3]), 29 / 14, [[29 / 14]], TABLE),
    ("4 rows", (ASSET, MARKET), 1.5, [[1.5]], TABLE),
    ("all missing", (NOTHING, NOTHING), "#N/A", "#N/A", "#N/A"),
    ("asset missing", (NOTHING, MARKET), "#N/A", [["#N/A"]], "#N/A"),
    ("market missing", (ASSET, NOTHING), "#N/A", "#N/A", "#N/A"),
    ("texts", (column(*"abcd"), MARKET), "#N/A", "#N/A", "#N/A"),
    ("booleans", (column(*[True] * 4), MARKET), "#N/A", [["#N/A"]], "#N/A"),
    ("#N/A everywhere", (column(*["#N/A"] * 4), MARKET), "#N/A", [["#N/A"]], "#N/A"),
    (
        "no row shared",
        (column(0.01, 0.02, None, None), column(None, None, 0.01, 0.02)),
        "#N/A",
        [["#N/A"]],
        "#N/A",
    ),
    (
        "1 row shared",
        (column(0.01, None, None, None), MARKET),
        "#DIV/0!",
        [["#N/A"]],
        "#DIV/0!",
    ),
    ("constant asset", (column(*[0.01] * 4), MARKET), 0.0, [[0.0]], TABLE),
    ("constant market", (ASSET, column(*[0.01] * 4)), "#DIV/0!", "#DIV/0!", "#DIV/0!"),
    ("constant growth", (ASSET, GROWTH), "#DIV/0!", "#DIV/0!", "#DIV/0!"),
    (
        "market constant where the asset is",
        (column(0.01, 0.03, None, None), column(0.01, 0.01, 0.02, -0.01)),
        "#DIV/0!",
        [["#N/A"]],
        "#DIV/0!",
    ),
    (
        "market nearly constant where the asset is",
        (column(0.01, 0.03, None, None), column(0.1 + 0.2, 0.3, 0.02, -0.01)),
        "#DIV/0!",
        [["#N/A"]],
        "#DIV/0!",
    ),
    ("infinite asset", (column(*A[:3], math.inf), MARKET), "#NUM!", "#NUM!", "#NUM!"),
    ("infinite market", (ASSET, column(*M[:3], -math.inf)), "#NUM!", "#NUM!", "#NUM!"),
    (
        "header",
        (column("Asset", *A), column("Market", *M)),
        1.5,
        [[1.5]],
        TABLE,
    ),
    ("an error in the asset", (column(*A[:3], "#REF!"), MARKET), "#REF!", "#REF!", "#REF!"),
    ("an error in the market", (ASSET, column("#NULL!", *M[1:])), *["#NULL!"] * 3),
    ("lengths differ", (ASSET, MARKET[:3]), "#N/A", "#N/A", "#N/A"),
    ("ragged", ([[0.01, 0.02], [0.03]], MARKET), "#VALUE!", "#VALUE!", "#VALUE!"),
    ("risk-free rate", (ASSET, MARKET, 0.001), 1.5, [[1.5]], TABLE),
    ("risk-free series", (ASSET, MARKET, column(*[0.001] * 4)), 1.5, [[1.5]], TABLE),
    ("risk-free gaps", (ASSET, MARKET, column(0, 0, 0, None)), 29 / 14, [[29 / 14]], TABLE),
    ("risk-free missing", (ASSET, MARKET, NOTHING), "#N/A", "#N/A", "#N/A"),
    ("risk-free text", (ASSET, MARKET, "n/a"), "#VALUE!", "#VALUE!", "#VALUE!"),
    ("huge values", (column(1e200, -1e200), column(1e200, 2e200)), *[FAILS] * 3),
    ("huge span", (column(1e308, -1e308), column(0.1, 0.2)), *[FAILS] * 3),
]

OTHERS: list[tuple[str, str, tuple[Any, ...], Any]] = [
    ("option after an omitted argument", "BETA_OF", (ASSET, MARKET, None, "adjusted"), 1.335),
    ("percent", "BETA_OF", (column(3, 4, -2, 1), column(1, 2, -1, 2)), 1.5),
    ("unknown method", "BETA_OF", (ASSET, MARKET, None, "x"), "#VALUE!"),
    ("robust of a line", "BETA_OF", (column(2, 4, 6, 8), column(1, 2, 3, 4), 0, "robust"), 2.0),
    ("a row is one asset", "BETAS_OF", ([list(A)], [list(M)]), [[1.5]]),
    ("one row per period", "BETAS_OF", ([[1, 2]] * 4, MARKET), [[0.0, 0.0]]),
    ("no columns", "BETAS_OF", ([[], [], [], []], MARKET), "#N/A"),
    ("percent", "BETA_STATS", (column(3, 4, -2, 1), MARKET), "#VALUE!"),
    ("level after an omitted argument", "BETA_STATS", (ASSET, MARKET, None, 0.9), TABLE),
    ("level of 100 %", "BETA_STATS", (ASSET, MARKET, None, 1), "#NUM!"),
    ("errors after omitted arguments", "BETA_STATS", (ASSET, MARKET, 0, 0, "hc3"), TABLE),
    ("unknown errors", "BETA_STATS", (ASSET, MARKET, 0, 0, "hc4"), "#VALUE!"),
    ("no rows", "RETURNS_OF", ([],), "#DIV/0!"),
    ("1 row", "RETURNS_OF", (column(100),), "#DIV/0!"),
    ("1 cell", "RETURNS_OF", (100,), "#DIV/0!"),
    ("2 rows", "RETURNS_OF", (column(100, 110),), [[0.1]]),
    ("header and 1 row", "RETURNS_OF", (column("A", 100),), "#DIV/0!"),
    ("all missing", "RETURNS_OF", (NOTHING,), [["#N/A"]] * 3),
    ("texts under a header", "RETURNS_OF", (column(*"Xab"),), [["#N/A"]]),
    ("booleans", "RETURNS_OF", (column(True, False),), [["#N/A"]]),
    ("constant", "RETURNS_OF", (column(5, 5, 5),), [[0.0], [0.0]]),
    ("infinite", "RETURNS_OF", (column(100, math.inf),), "#NUM!"),
    ("an error", "RETURNS_OF", (column(100, "#DIV/0!"),), "#DIV/0!"),
    ("ragged", "RETURNS_OF", ([[1, 2], [3]],), "#VALUE!"),
    ("zero", "RETURNS_OF", (column(100, 0),), "#NUM!"),
    ("too large", "RETURNS_OF", (column(1e-300, 1e300, 1e300),), [["#NUM!"], [0.0]]),
    ("lag after an omitted argument", "RETURNS_OF", (column(100, 7, 110), None, 2), [[0.1]]),
    ("unknown kind", "RETURNS_OF", (column(100, 110), "x"), "#VALUE!"),
    ("a row", "RETURNS_OF", ([[100, 110, 99]],), [[0.1, -0.1]]),
    ("text", "CAPM_RETURN", ("a", 1, 0.1), "#VALUE!"),
    ("boolean", "CAPM_RETURN", (True, 1, 0.1), "#VALUE!"),
    ("empty", "CAPM_RETURN", (None, 1, 0.1), "#VALUE!"),
    ("#N/A", "CAPM_RETURN", ("#N/A", 1, 0.1), "#N/A"),
    ("infinite", "CAPM_RETURN", (math.inf, 1, 0.1), "#NUM!"),
    ("too large", "CAPM_RETURN", (0, 1e200, 1e200), "#NUM!"),
    ("no cells", "CAPM_RETURN", (0.03, [], 0.1), "#VALUE!"),
    ("no rows of cells", "CAPM_RETURN", (0.03, [1, 2], 0.1), "#VALUE!"),
    ("shapes differ", "CAPM_RETURN", (column(1, 2), column(1, 2, 3), 0.1), "#N/A"),
    ("no function", "XLRISK_EXPLAIN", (None,), "#VALUE!"),
    (
        "unknown function",
        "XLRISK_EXPLAIN",
        ("X",),
        "xlrisk has no function X; `xlrisk functions` lists them.",
    ),
    ("an argument", "XLRISK_VERSION", (0,), "#VALUE!"),
]
HOLDINGS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("no rows", ([], []), "#VALUE!"),
    ("1 row", (column(1), column(0.2)), 0.2),
    ("1 cell", (1, 0.2), 0.2),
    ("2 rows", (column(0.5, 0.5), column(0.1, 0.2)), 0.15),
    ("row x column", ([[0.5, 0.5]], column(0.1, 0.2)), 0.15),
    ("all missing", (NOTHING, NOTHING), "#VALUE!"),
    ("all missing, cash", (NOTHING, NOTHING, "cash"), 0.0),
    ("partners missing", (column(*[0.25] * 4), NOTHING), "#N/A"),
    ("texts", (column("a", "b"), column(0.1, 0.2)), "#N/A"),
    ("booleans", (column(True, False), column(0.1, 0.2)), "#N/A"),
    ("header", (column("w", 0.5, 0.5), column("b", 0.1, 0.2)), 0.15),
    ("infinite weight", (column(math.inf, 0.5), column(0.1, 0.2)), "#NUM!"),
    ("infinite partner", (column(0.5, 0.5), column(0.1, math.inf)), "#NUM!"),
    ("an error", (column(0.5, 0.5), column("#NAME?", 0.2)), "#NAME?"),
    ("lengths differ", (column(0.5, 0.5), column(0.1, 0.2, None)), "#N/A"),
    ("block", ([[0.5, 0.5], [0, 0]], column(0.1, 0.2)), "#VALUE!"),
    ("unknown policy", (column(0.5, 0.5), column(0.1, 0.2), "x"), "#VALUE!"),
    ("sum to 0", (column(0.5, -0.5), column(0.1, 0.2), "normalize"), "#NUM!"),
    ("huge weights", (column(1e308, 1e308), column(0.1, 0.2)), "#VALUE!"),
    ("huge weights, normalize", (column(1e308, 1e308), column(0.1, 0.2), "normalize"), "#NUM!"),
]
HUGE_BETAS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("too large a product", (column(2, -1), column(1.7e308, 1.7e308)), "#NUM!"),
    ("too large a sum", (column(1, 1, -1), column(*[1.7e308] * 3)), "#NUM!"),
]


def capm_table(weights: Any, betas: Any, *policy: Any) -> tuple[Any, ...]:
    names = [[f"holding {k}" for k in range(len(weights[0]) if weights else 0)]]
    if isinstance(weights, list) and len(weights) != 1:
        names = column(*(f"holding {k}" for k in range(len(weights))))
    return names, betas, weights, 0.03, 0.1, *policy


CALLS: list[tuple[str, str, tuple[Any, ...], Any]] = [
    *(
        (title, name, arguments, expected)
        for title, arguments, *all_expected in SERIES
        for name, expected in zip(("BETA_OF", "BETAS_OF", "BETA_STATS"), all_expected, strict=True)
    ),
    *((title, name, arguments, expected) for title, name, arguments, expected in OTHERS),
    *(
        (title, name, arguments, expected)
        for title, arguments, expected in HOLDINGS
        for name in ("PORTFOLIO_BETA", "PORTFOLIO_RETURN")
    ),
    *(
        (title, "CAPM_TABLE", capm_table(*arguments), expected)
        for title, arguments, expected in HOLDINGS
        if title != "1 cell"
    ),
    *((title, "PORTFOLIO_BETA", arguments, expected) for title, arguments, expected in HUGE_BETAS),
]


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        pytest.param(name, arguments, expected, id=f"{name}: {title}")
        for title, name, arguments, expected in CALLS
    ],
)
def test_shape(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    found = outcome(name, *arguments)
    if isinstance(found, list) and name == "CAPM_TABLE":
        found = found[-1][1]  # the portfolio's beta
    match expected:
        case "table":
            assert isinstance(found, list)
        case "fails":
            assert set(found[0] if isinstance(found, list) else [found]) <= ERRORS
        case _:
            assert agrees(found, expected), found


def test_robust_fit_that_does_not_converge_is_out_of_domain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(regression, "robust_slope", lambda *_: math.nan)
    assert outcome("BETA_OF", ASSET, MARKET, None, "robust") == "#NUM!"


def test_asset_that_does_not_vary_has_no_r_squared() -> None:
    for asset in (column(*[0.01] * 4), GROWTH):
        statistics = dict(outcome("BETA_STATS", asset, MARKET))
        assert statistics["beta"] == 0.0
        assert statistics["r squared"] == "#N/A"
        assert outcome("BETA_OF", asset, MARKET) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)
def test_codes_are_declared(function: Function) -> None:
    """What fails above shows an error that the function declares, or one that a cell holds."""
    declared = {code for code, _ in function.errors}
    undeclared = {
        f"{code} ({title})"
        for title, name, arguments, code in CALLS
        if name == function.name and isinstance(code, str) and code[0] == "#"
        if code not in declared and repr(code) not in repr(arguments)
    }
    assert not undeclared


ANY_CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from([10**400, -(10**400), 1e308, 5e-324, 0.01, "", "n/a", "ols", "cash"]),
    st.sampled_from(sorted(ERRORS)),
)


@st.composite
def any_argument(draw: st.DrawFn) -> Any:
    rows, columns = draw(st.integers(0, 4)), draw(st.integers(0, 3))
    if draw(st.booleans()):
        return draw(ANY_CELL)
    cells = draw(st.sampled_from([ANY_CELL, st.floats(-1, 1), st.floats(allow_nan=False)]))
    return [[draw(cells) for _ in range(columns)] for _ in range(rows)]


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)
@given(data=st.data())
def test_any_cells_give_a_value_or_an_error_value(function: Function, data: st.DataObject) -> None:
    most = len(function.arguments)
    arguments = data.draw(st.lists(any_argument(), min_size=min(2, most), max_size=most))
    if function.name == "XLRISK_EXPLAIN":
        arguments[:1] = [data.draw(st.sampled_from(sorted(FUNCTIONS)))]
    found = outcome(function.name, *arguments)
    for row in found if isinstance(found, list) else [[found]]:
        for cell in row:
            assert isinstance(cell, (str, bool)) or math.isfinite(cell)
