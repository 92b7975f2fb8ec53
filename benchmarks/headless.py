"""`python -m benchmarks.headless`: a workbook recalculated, against only reading it.

Two books made here: ten years of daily returns of 100 assets with 200 calls of our functions, and
100,000 built-in formulas with 1,000 of ours. Neither has values, so that every formula is written.
The other side of each ratio is python-calamine, which reads all cells and calculates nothing.
"""

from __future__ import annotations

import io

import numpy as np
import python_calamine
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from xlrisk.commands.recalculate import Options, SecondOpinion, recalculated

from .__main__ import Ratio, measured

_RNG = np.random.default_rng(42)


def returns_book(rows: int = 2520, assets: int = 100) -> bytes:
    """252,000 returns, and a row of risk figures per asset."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    returns, summary = workbook.add_worksheet("Returns"), workbook.add_worksheet("Summary")
    for row, values in enumerate(_RNG.normal(0, 0.01, (rows, assets + 1)).tolist()):
        returns.write_row(row, 0, values)
    for asset in range(1, assets + 1):
        column = xl_col_to_name(asset)
        series, market = f"Returns!{column}1:{column}{rows}", f"Returns!$A$1:$A${rows}"
        summary.write_formula(asset, 0, f"=BETA_OF({series},{market})")
        summary.write_formula(asset, 1, f"=SLOPE({series},{market})")
        summary.write_formula(asset, 2, f"=CAPM_RETURN(0.02,A{asset + 1},0.09)")
    workbook.close()
    return stream.getvalue()


def formulas_book(rows: int = 10_000, ours: int = 1_000) -> bytes:
    """Ten chained formulas in each row, and betas of columns of them."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    model, risk = workbook.add_worksheet("Model"), workbook.add_worksheet("Risk")
    for row in range(1, rows + 1):
        model.write_row(row - 1, 0, _RNG.normal(0, 0.01, 2).tolist())
        for offset in range(10):
            before = xl_col_to_name(offset + 1)
            model.write_formula(row - 1, offset + 2, f"=ROUND({before}{row}*1.01+A{row},6)")
    for number in range(ours):
        top = 1 + number * 9 % (rows - 260)
        asset, market = f"Model!C{top}:C{top + 251}", f"Model!B{top}:B{top + 251}"
        risk.write_formula(number, 0, f"=BETA_OF({asset},{market})")
    workbook.close()
    return stream.getvalue()


def ratio(name: str, book: bytes, opinion: SecondOpinion, bound: float) -> Ratio:
    """Recalculating a book, with a second engine or without, against reading it."""

    def read() -> object:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book))
        return [workbook.get_sheet_by_name(n).to_python() for n in workbook.sheet_names]

    return Ratio(
        f"{name}, second opinion {opinion} / calamine",
        lambda: recalculated(book, Options(second_opinion=opinion)),
        read,
        bound,
        rounds=3,
    )


def main() -> None:
    print(f"{'ours / other':62} {'ours':>10} {'other':>10} {'ratio':>6} {'bound':>6}")
    for name, book, bound in (
        ("252,000 returns", returns_book(), 2.2),
        ("100,000 formulas", formulas_book(), 14.0),
    ):
        for opinion in ("never", "auto"):
            one = ratio(name, book, opinion, bound)
            ours, other = measured(one)
            print(
                f"{one.name:62} {ours * 1e3:7.0f} ms {other * 1e3:7.0f} ms"
                f" {ours / other:6.1f} {bound:6.1f}{'  OVER' if ours / other > bound else ''}"
            )


if __name__ == "__main__":
    main()
