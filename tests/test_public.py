"""What `import xlrisk` offers, and what it costs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import xlrisk

PUBLIC = {
    "CellError",
    "CellWarning",
    "Explanation",
    "FUNCTIONS",
    "FileError",
    "XlriskError",
    "align_by_date",
    "annual_return",
    "annual_volatility",
    "beta_class",
    "beta_contribution",
    "beta_of",
    "beta_stats",
    "betas_of",
    "capm_alpha",
    "capm_return",
    "capm_table",
    "correlation_matrix",
    "correlation_of",
    "covariance_matrix",
    "evaluate",
    "explain",
    "period_prices",
    "period_rate",
    "portfolio_beta",
    "portfolio_return",
    "portfolio_risk_split",
    "portfolio_volatility",
    "recalculate",
    "returns_of",
    "risk_split",
    "specific_risk",
    "systematic_risk",
    "total_risk",
    "valuation_signal",
    "xlrisk_explain",
    "xlrisk_version",
}


def test_the_public_list() -> None:
    assert set(xlrisk.__all__) == PUBLIC
    assert set(dir(xlrisk)) >= PUBLIC
    assert all(getattr(xlrisk, name) is not None for name in PUBLIC)


@pytest.mark.parametrize("name", ["BETA_OF", "nothing", "Beta_Of", "pandas"])
def test_what_is_not_public(name: str) -> None:
    with pytest.raises(AttributeError, match=name):
        getattr(xlrisk, name)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("import xlrisk", id="import"),
        pytest.param("import xlrisk; xlrisk.FUNCTIONS", id="declarations"),
        pytest.param("import xlrisk.cli", id="command line"),
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(statement: str) -> None:
    heavy = "{'numpy', 'pandas', 'scipy', 'xlwings', 'formualizer', 'xlsxwriter', 'rich'}"
    check = f"{statement}; import sys; found = {heavy} & set(sys.modules); assert not found, found"
    subprocess.run([sys.executable, "-c", check], check=True, timeout=60)


def test_the_readmes_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    (snippet,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    exec(compile(snippet, "README.md", "exec"), {})  # noqa: S102  (what a reader would do)
    assert (
        "2 rows used, 1 dropped (1 text); ordinary least squares; 0.50." in capsys.readouterr().out
    )
