"""The Python API: the numbers of `evaluate` to the last bit, and pandas in and out."""

from __future__ import annotations

import contextlib
import inspect
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import pytest

import xlrisk
from tests.helpers import agrees, failure
from xlrisk.functions.catalogue import Example, Function

MONTHS = pd.date_range("2024-01-31", periods=4, freq="ME")
PRICES = pd.DataFrame({"AAA": [100.0, 110, 121, 100], "BBB": [50.0, 55, 60, 61]}, index=MONTHS)
EXAMPLES = [
    pytest.param(function, example, id=f"{function.name}: {example.about}")
    for function in xlrisk.FUNCTIONS.values()
    for example in function.examples
]


def as_rows(function: Function, result: Any) -> Any:
    """A result of the Python API as the cells that `evaluate` gives."""
    if isinstance(result, (float, str)):
        return result
    if function.result.labels:
        return [[label, _cell(value)] for label, value in result.items()]
    if function.result.columns:
        return [list(result.columns), *(list(map(_cell, row)) for row in result.to_numpy())]
    values = np.asarray(result)
    if values.ndim == 1:
        is_one_row = function.result.is_table and not function.result.rows
        values = values[None, :] if is_one_row else values[:, None]
    return [list(map(_cell, row)) for row in values]


def warned_of(example: Example) -> contextlib.AbstractContextManager[object]:
    """One cell of many is an error, which an array can't show."""
    has_error = "#VALUE!" in str(example.result)
    has_missing = any(None in a for a in example.arguments if isinstance(a, list))
    if has_error and not has_missing:
        return pytest.warns(xlrisk.CellWarning)
    return contextlib.nullcontext()


def _cell(value: Any) -> Any:
    is_missing = value is None or (isinstance(value, float) and np.isnan(value))
    return "#N/A" if is_missing else value


@pytest.mark.parametrize(("function", "example"), EXAMPLES)
def test_examples(function: Function, example: Example) -> None:
    public = getattr(xlrisk, function.name.lower())
    if example.fails:
        with pytest.raises(xlrisk.CellError) as caught:
            public(*example.arguments)
        assert caught.value.code == example.result
    else:
        expected = example.result
        if isinstance(expected, list):  # an array has one kind of missing value
            expected = [["#N/A" if cell == "#VALUE!" else cell for cell in r] for r in expected]
        with warned_of(example):
            found = public(*example.arguments)
        assert agrees(as_rows(function, found), expected)


@pytest.mark.parametrize("kind", [list, tuple, np.array, pd.Series], ids=lambda kind: kind.__name__)
def test_every_array_like_gives_the_same_bits(kind: Any) -> None:
    rng = np.random.default_rng(7)
    market = rng.normal(0, 0.01, 101)
    asset = 1.3 * market + rng.normal(0, 0.01, 101)
    expected = xlrisk.evaluate(
        "BETA_OF", [[x] for x in asset.tolist()], [[x] for x in market.tolist()]
    )
    assert xlrisk.beta_of(kind(asset.tolist()), kind(market.tolist())) == expected


def test_strided_and_fortran_arrays_give_the_same_bits() -> None:
    rng = np.random.default_rng(8)
    block = rng.normal(0, 0.01, (301, 3))
    expected = xlrisk.beta_of(block[:, 0].copy(), block[:, 1].copy())
    assert xlrisk.beta_of(block[:, 0], block[:, 1]) == expected
    frame = pd.DataFrame(block)
    assert xlrisk.beta_of(frame[0], frame[1]) == expected
    betas = xlrisk.evaluate("BETAS_OF", block.tolist(), [[x] for x in block[:, 1].tolist()])
    for same in (block, np.asfortranarray(block), frame, np.repeat(block, 2, axis=1)[:, ::2]):
        assert [np.asarray(xlrisk.betas_of(same, block[:, 1])).tolist()] == betas


class TestPandas:
    def test_returns_keep_the_dates_at_which_they_end(self) -> None:
        returns = xlrisk.returns_of(PRICES)
        assert isinstance(returns, pd.DataFrame)
        pd.testing.assert_frame_equal(returns, PRICES.pct_change().iloc[1:], check_freq=False)

    def test_a_series_of_prices_gives_a_series(self) -> None:
        returns = xlrisk.returns_of(PRICES["AAA"], lag=2)
        assert isinstance(returns, pd.Series)
        assert list(returns.index) == list(MONTHS[2:])

    def test_newest_first(self) -> None:
        newest_first = PRICES["AAA"].iloc[::-1]
        returns = xlrisk.returns_of(newest_first, lag=-1)
        assert isinstance(returns, pd.Series)
        assert list(returns.index) == list(newest_first.index[:-1])
        assert returns.iloc[-1] == pytest.approx(0.1)

    def test_betas_are_named_by_their_columns(self) -> None:
        returns = xlrisk.returns_of(PRICES)
        assert isinstance(returns, pd.DataFrame)
        betas = xlrisk.betas_of(returns, returns["AAA"])
        assert isinstance(betas, pd.Series)
        assert list(betas.index) == ["AAA", "BBB"]
        assert betas["AAA"] == pytest.approx(1.0, rel=1e-15)

    def test_labelled_tables_are_series_and_headed_tables_frames(self) -> None:
        stats = xlrisk.beta_stats([0.03, 0.04, -0.02, 0.01], [0.01, 0.02, -0.01, 0.02])
        assert stats["beta"] == pytest.approx(1.5)
        table = xlrisk.capm_table(["A", "B"], [1.5, 0.5], [0.5, 0.5], 0.03, 0.1)
        assert list(table["Stock"]) == ["A", "B", "Portfolio Total"]

    def test_numbers_lift_over_a_series(self) -> None:
        betas = pd.Series({"AAA": 1.5, "BBB": 0.7})
        required = xlrisk.capm_return(0.03, betas, 0.1)
        assert isinstance(required, pd.Series)
        assert required.to_dict() == pytest.approx({"AAA": 0.135, "BBB": 0.079})

    def test_missing_values_of_every_kind_do_not_count(self) -> None:
        market = [0.01, 0.02, -0.01, 0.03]
        for missing in (None, np.nan, pd.NA, pd.NaT, "text", True):
            assert xlrisk.beta_of([0.02, 0.04, -0.02, missing], market) == 2.0
        nullable = pd.Series([0.02, 0.04, -0.02, pd.NA], dtype="Float64")
        assert xlrisk.beta_of(nullable, market) == 2.0

    def test_indexes_must_be_equal(self) -> None:
        with pytest.raises(xlrisk.CellError, match="different indexes"):
            xlrisk.beta_of(PRICES["AAA"], PRICES["BBB"].reset_index(drop=True))


class TestDatesAndMatrices:
    DAYS = pd.date_range("2024-01-30", "2024-03-28", freq="B", name="day")
    DAILY = pd.DataFrame({"AAA": np.arange(100.0, 143), "BBB": np.arange(50.0, 93)}, index=DAYS)

    def test_prices_of_periods_keep_the_index_and_the_columns(self) -> None:
        monthly = xlrisk.period_prices(self.DAYS, self.DAILY, "month")
        expected = self.DAILY.groupby(self.DAYS.to_period("M")).tail(1)
        pd.testing.assert_frame_equal(monthly, expected, check_freq=False)

    def test_a_series_of_prices_gives_a_series(self) -> None:
        prices = self.DAILY["BBB"]
        yearly = xlrisk.period_prices(prices.index, prices, "year")
        pd.testing.assert_series_equal(yearly, prices[-1:], check_freq=False)

    @pytest.mark.parametrize(
        "dates",
        [
            pytest.param(list(DAYS.date), id="dates"),
            pytest.param(DAYS.to_series(), id="Series"),
            pytest.param(DAYS.tz_localize("Europe/Zurich"), id="with a zone"),
            pytest.param(DAYS.as_unit("s"), id="of seconds"),
            pytest.param(DAYS.to_numpy(), id="numpy"),
        ],
    )
    def test_dates_come_back_as_they_were_given(self, dates: Any) -> None:
        monthly = xlrisk.period_prices(dates, self.DAILY, "month")
        assert list(monthly.index) == [pd.Index(dates)[k] for k in (1, 22, 42)]

    def test_arrays_give_serials(self) -> None:
        monthly = xlrisk.period_prices(self.DAYS, self.DAILY["AAA"].to_numpy(), "month")
        assert np.asarray(monthly).tolist() == [[45322, 101], [45351, 122], [45379, 142]]
        across = xlrisk.period_prices([[45322, 45351]], [[1.0, 2.0]], "month")
        assert np.asarray(across).tolist() == [[45322, 45351], [1, 2]]

    def test_aligned_columns_keep_their_names(self) -> None:
        other = self.DAILY["BBB"][::-2].rename("CCC")
        both = xlrisk.align_by_date(self.DAYS, self.DAILY, other.index, other)
        pd.testing.assert_frame_equal(both, self.DAILY.join(other, how="inner"), check_freq=False)

    def test_a_heading_among_the_cells_is_no_date(self) -> None:
        dates = pd.Series(["Date", *self.DAYS[:3]])
        prices = pd.DataFrame([["AAA", "BBB"], [1, 2], [3, 4], [5, 6]])
        monthly = xlrisk.period_prices(dates, prices, "month")
        assert list(monthly.index) == [self.DAYS[1], self.DAYS[2]]

    def test_matrices_are_labelled_on_both_sides(self) -> None:
        returns = xlrisk.returns_of(self.DAILY)
        for matrix in (xlrisk.correlation_matrix(returns), xlrisk.covariance_matrix(returns, 12)):
            assert isinstance(matrix, pd.DataFrame)
            assert list(matrix.index) == list(matrix.columns) == ["AAA", "BBB"]
        assert np.asarray(xlrisk.correlation_matrix(returns["AAA"])).shape == (1, 1)
        assert np.asarray(xlrisk.correlation_matrix(returns.to_numpy())).shape == (2, 2)

    def test_covariances_belong_to_their_weights(self) -> None:
        covariance = xlrisk.covariance_matrix(xlrisk.returns_of(self.DAILY))
        weights = pd.Series({"AAA": 0.6, "BBB": 0.4})
        plain = xlrisk.portfolio_volatility([0.6, 0.4], covariance.to_numpy())
        assert xlrisk.portfolio_volatility(weights, covariance) == plain
        with pytest.raises(xlrisk.CellError, match="different indexes"):
            xlrisk.portfolio_volatility(weights[::-1], covariance)

    def test_contributions_stand_beside_their_holdings(self) -> None:
        weights = pd.Series({"AAA": 0.6, "BBB": 0.4})
        table = xlrisk.beta_contribution(weights, [1.5, 0.5])
        assert list(table.index) == ["AAA", "BBB"]
        assert table.loc["AAA", "contribution"] == pytest.approx(0.9)

    def test_holdings_are_called_what_pandas_calls_them(self) -> None:
        returns = xlrisk.returns_of(self.DAILY)
        market = returns.mean(axis=1)
        table = xlrisk.portfolio_risk_split([0.6, 0.4], returns, market)
        assert list(table["name"]) == ["AAA", "BBB", "portfolio"]
        weights = pd.Series({"X": 0.6, "Y": 0.4})
        table = xlrisk.portfolio_risk_split(weights, returns.to_numpy(), market.to_numpy())
        assert list(table["name"]) == ["X", "Y", "portfolio"]
        table = xlrisk.portfolio_risk_split([0.6, 0.4], returns.to_numpy(), market.to_numpy())
        assert list(table["name"]) == ["asset 1", "asset 2", "portfolio"]
        table = xlrisk.portfolio_risk_split([0.6, 0.4], returns, market, names=["A", "B"])
        assert list(table["name"]) == ["A", "B", "portfolio"]

    def test_texts_lift_over_a_series(self) -> None:
        betas = pd.Series({"AAA": 1.2, "BBB": -0.3})
        classes = xlrisk.beta_class(betas)
        assert isinstance(classes, pd.Series)
        assert classes.to_dict() == {"AAA": "aggressive", "BBB": "negative"}
        assert xlrisk.valuation_signal(0.15, 0.03, 1.5, 0.10) == "undervalued"

    def test_a_row_that_is_a_series_has_no_labels(self) -> None:
        frame = pd.DataFrame([[0.02, 0.04, -0.02]])
        assert xlrisk.beta_of(frame, [0.01, 0.02, -0.01]) == 2.0


def test_a_block_of_three_dimensions_is_refused() -> None:
    with pytest.raises(xlrisk.CellError, match="returns has 3 dimensions"):
        xlrisk.betas_of(np.zeros((2, 2, 2)), [0.1, 0.2])


def test_errors_are_those_of_evaluate() -> None:
    error = failure("BETA_OF", [[0.1], [0.2]], [[0.1], [0.1]])
    with pytest.raises(xlrisk.CellError) as caught:
        xlrisk.beta_of([0.1, 0.2], [0.1, 0.1])
    assert (caught.value.code, caught.value.message) == (error.code, error.message)


@pytest.mark.parametrize(
    ("name", "arguments", "in_cells", "in_arrays"),
    [
        pytest.param(
            "BETA_OF",
            ([0.1, 0.2], [0.1]),
            "asset_returns has 2 cells, market_returns 1. Give ranges of the same size.",
            "asset_returns has 2 periods, market_returns 1. Give arrays of the same size.",
            id="sizes",
        ),
        pytest.param(
            "PORTFOLIO_VOLATILITY",
            ([0.2, 0.3, 0.5], [[0.1, 0.0], [0.0, 0.1]]),
            "weights has 3 cells, covariance 2 rows. Give ranges of the same size.",
            "weights has 3 holdings, covariance 2. Give arrays of the same size.",
            id="sizes of a table",
        ),
        pytest.param(
            "CAPM_RETURN",
            (float("inf"), 1.0, 0.1),
            "risk_free contains an infinite number; mend that cell first.",
            "risk_free contains an infinite number; mend that value first.",
            id="infinite",
        ),
        pytest.param(
            "TOTAL_RISK",
            ([0.1, 0.2], [0.1, 0.3], 0.03, 12),
            "0.03 per period is 36 % a year at freq 12; use PERIOD_RATE(0.03, 12).",
            "0.03 per period is 36 % a year at freq 12; use period_rate(0.03, 12).",
            id="the name of a function",
        ),
    ],
)
def test_sentences_are_in_the_words_of_who_calls(
    name: str, arguments: tuple[Any, ...], in_cells: str, in_arrays: str
) -> None:
    assert failure(name, *Example(arguments, 0, "").cells).message == in_cells
    with pytest.raises(xlrisk.CellError) as caught:
        getattr(xlrisk, name.lower())(*arguments)
    assert caught.value.message == in_arrays
    assert xlrisk.explain(name, *Example(arguments, 0, "").cells).message == in_cells
    arrays = [np.asarray(a) if isinstance(a, list) else a for a in arguments]
    if any(isinstance(a, np.ndarray) for a in arrays):
        assert xlrisk.explain(name, *arrays).message == in_arrays


class TestErrorsAmongManyResults:
    """An array holds NaN for an error; the sentence is in a warning, and in `explain`."""

    @pytest.mark.parametrize(
        ("betas", "sentence"),
        [
            pytest.param(
                [1.5, "high", "low"],
                'capm_return gives 2 errors among 3 results; row 2: beta is the text "high"; give',
                id="texts",
            ),
            pytest.param(
                np.array([[1.5, float("inf")]]),
                "gives 1 error among 2 results; column 2: beta contains an infinite number; mend"
                " that value first.",
                id="infinite",
            ),
            pytest.param(
                np.array([1e308, -1e308]),
                "2 errors among 2 results; row 1: The result of CAPM_RETURN is too large",
                id="of the result",
            ),
        ],
    )
    def test_the_first_is_told(self, betas: Any, sentence: str) -> None:
        with pytest.warns(xlrisk.CellWarning) as caught:
            found = np.asarray(xlrisk.capm_return(-1e3, betas, 1e3))
        assert sentence in str(caught[0].message)
        assert caught[0].filename == __file__  # the line that called is shown
        assert np.isnan(found).any()
        place = sentence.partition("; ")[2]
        assert place in xlrisk.explain("CAPM_RETURN", -1e3, betas, 1e3).message

    @pytest.mark.parametrize(
        "betas",
        [
            pytest.param([1.5, None], id="None"),
            pytest.param([1.5, "#N/A"], id="#N/A"),
            pytest.param(np.array([1.5, np.nan]), id="NaN"),
            pytest.param(pd.Series([1.5, pd.NA], dtype="Float64"), id="NA"),
        ],
    )
    def test_what_was_missing_stays_missing_without_a_word(self, betas: Any) -> None:
        found = np.asarray(xlrisk.capm_return(0.03, betas, 0.1), float)
        assert found.tolist() == pytest.approx([0.135, np.nan], nan_ok=True)


def test_each_function_documents_itself() -> None:
    for function in xlrisk.FUNCTIONS.values():
        public = getattr(xlrisk, function.name.lower())
        assert list(inspect.signature(public).parameters) == [a.name for a in function.arguments]
        assert function.summary in public.__doc__
        assert function.formula.split()[:1] == [] or "Formula:" in public.__doc__


class TestContainers:
    def test_masked_values_do_not_count(self) -> None:
        masked = np.ma.masked_array([0.1, 0.2, 99.0, 0.4], mask=[False, False, True, False])
        market = [0.1, 0.2, 0.3, 0.5]
        assert xlrisk.beta_of(masked, market) == xlrisk.beta_of([0.1, 0.2, None, 0.4], market)

    def test_a_header_among_the_cells_has_no_label(self) -> None:
        with_header = pd.DataFrame([["AAA", "BBB"], [100, 50], [110, 60], [121, 66]])
        returns = xlrisk.returns_of(with_header)
        assert isinstance(returns, pd.DataFrame)
        assert list(returns.index) == [2, 3]
        assert returns[0].tolist() == pytest.approx([0.1, 0.1])

    def test_texts_that_look_like_prices_are_no_header(self) -> None:
        with_text = xlrisk.returns_of(["100", 110, 121])
        assert np.asarray(with_text).tolist() == pytest.approx([np.nan, 0.1], nan_ok=True)

    def test_a_container_of_one_gives_a_container_of_one(self) -> None:
        assert np.asarray(xlrisk.capm_return(0.03, [1.5], 0.1)).tolist() == pytest.approx([0.135])
        one = xlrisk.capm_return(0.03, pd.Series({"AAA": 1.5}, name="beta"), 0.1)
        assert isinstance(one, pd.Series)
        assert one.to_dict() == pytest.approx({"AAA": 0.135})
        assert one.name == "beta"

    def test_names_of_series_are_kept(self) -> None:
        returns = xlrisk.returns_of(PRICES["AAA"])
        assert isinstance(returns, pd.Series)
        assert returns.name == "AAA"
        betas = xlrisk.betas_of(returns, returns)
        assert isinstance(betas, pd.Series)
        assert list(betas.index) == ["AAA"]

    def test_a_missing_weight_is_no_holding(self) -> None:
        assert xlrisk.portfolio_beta([1, None], [1.2, 2.0]) == 1.2
        with pytest.raises(xlrisk.CellError, match="row 2 of weights is no number"):
            xlrisk.portfolio_beta([1, np.nan], [1.2, 2.0])  # what went wrong is not nothing

    def test_overflow_is_missing(self) -> None:
        assert np.isnan(np.asarray(xlrisk.returns_of([1e-320, 1e300]))).all()


class TestExplain:
    def test_takes_what_the_functions_take(self) -> None:
        asset, market = [0.02, None, 0.04, -0.02], [0.01, 0.03, 0.02, -0.01]
        sentence = "3 rows used, 1 dropped (1 empty); ordinary least squares; 2.00."
        for kind in (list, pd.Series):
            assert str(xlrisk.explain("BETA_OF", kind(asset), kind(market))) == sentence
        assert (
            str(xlrisk.explain("beta_of", market_returns=market, asset_returns=asset)) == sentence
        )

    def test_a_name_that_is_none(self) -> None:
        assert xlrisk.explain("nothing").code == "#NAME?"
        assert xlrisk.explain(3).code == "#NAME?"  # type: ignore[arg-type]


def test_a_wrong_call_names_the_function() -> None:
    with pytest.raises(TypeError, match=r"beta_of\(\) missing a required argument"):
        xlrisk.beta_of([0.1])  # type: ignore[call-arg]


def test_the_catalogue_is_to_be_read_only() -> None:
    with pytest.raises(TypeError):
        xlrisk.FUNCTIONS["NEW"] = xlrisk.FUNCTIONS["BETA_OF"]  # type: ignore[index]


def test_dates_of_any_precision_are_serials() -> None:
    for unit in ("D", "s", "ns"):
        days = np.array(["2024-01-31"], f"M8[{unit}]")
        assert np.asarray(xlrisk.capm_return(0.0, days, 1.0)).tolist() == [45322.0]


def test_the_callers_array_is_never_changed() -> None:
    asset = np.array([0.02, np.nan, 0.04, -0.02])
    kept = asset.copy()
    xlrisk.beta_of(asset, [0.01, 0.03, 0.02, -0.01], method="robust")
    assert asset.flags.writeable
    np.testing.assert_array_equal(asset, kept)


def test_a_frame_of_numbers_lifts_to_a_frame() -> None:
    betas = pd.DataFrame({"low": [0.5, 0.7], "high": [1.5, 1.7]}, index=["a", "b"])
    required = xlrisk.capm_return(0.03, betas, 0.10)
    assert isinstance(required, pd.DataFrame)
    assert required.loc["b", "high"] == pytest.approx(0.03 + 1.7 * 0.07)


def test_a_series_of_one_stands_beside_a_longer_one() -> None:
    one, two = pd.Series([0.03], index=["rate"]), pd.Series({"a": 1.0, "b": 2.0})
    required = xlrisk.capm_return(one, two, 0.10)
    assert isinstance(required, pd.Series)
    assert list(required.index) == ["a", "b"]


def test_functions_are_called_from_several_threads_at_once() -> None:
    rng = np.random.default_rng(3)
    market = rng.normal(0, 0.01, 400)
    assets = [market * beta + rng.normal(0, 0.01, 400) for beta in (0.5, 1.0, 1.5, 2.0)] * 8
    expected = [xlrisk.beta_of(asset, market) for asset in assets]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda asset: xlrisk.beta_of(asset, market), assets)) == expected


def test_one_row_of_a_frame_stays_a_row() -> None:
    """In cells a row is a series, too; a frame says what it is."""
    days = pd.date_range("2024-01-01", periods=2)
    prices = pd.DataFrame({"AAA": [100.0, 110.0], "BBB": [50.0, 55.0]}, days)
    with pytest.raises(xlrisk.CellError, match="1 row"):
        xlrisk.returns_of(prices[:1])
    assert list(xlrisk.returns_of(prices).columns) == ["AAA", "BBB"]
    assert xlrisk.period_prices(days[:1], prices[:1], "month").shape == (1, 2)
    with pytest.raises(xlrisk.CellError, match="at least 2"):
        xlrisk.betas_of(prices[:1] / 1000, pd.Series([0.1], days[:1]))
