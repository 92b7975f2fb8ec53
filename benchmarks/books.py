"""The workbooks that are measured, made anew each time; none of their formulas has a value."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_SECTORS = ("Energy", "Health", "Retail")
_BETA_ROWS = 252  # that one of the betas of `large` reads


def returns(rows: int = 2520, assets: int = 100) -> bytes:
    """Ten years of daily returns of 100 assets, a row of figures for each, and 5 that sum up."""
    rng = np.random.default_rng(42)
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    data, summary = workbook.add_worksheet("Returns"), workbook.add_worksheet("Summary")
    names = [f"A{number:03d}" for number in range(assets)]
    data.write_row(0, 0, ["Date", "Market", *names])
    market = rng.normal(0.0003, 0.01, rows)
    block = market[:, None] * rng.uniform(0.3, 2, assets) + rng.normal(0, 0.015, (rows, assets))
    for row, (index, values) in enumerate(zip(market.tolist(), block.tolist(), strict=True), 1):
        data.write_row(row, 0, [40_000 + row, index, *values])
    workbook.define_name("Market", f"=Returns!$B$2:$B${rows + 1}")
    summary.write_row(
        0, 0, ["Asset", "Beta", "Slope", "Difference", "Mean", "SD", "Sector", "CAPM"]
    )
    last_column = xl_col_to_name(assets + 1)
    table, header = f"Returns!$C$2:${last_column}${rows + 1}", f"Returns!$C$1:${last_column}$1"
    for number, name in enumerate(names):
        row, column = number + 2, xl_col_to_name(number + 2)
        series = f"Returns!{column}$2:{column}${rows + 1}"
        summary.write(row - 1, 0, name)
        summary.write_formula(row - 1, 1, f"=BETA_OF({series},Market)")
        summary.write_formula(row - 1, 2, f"=SLOPE({series},Market)")
        summary.write_formula(row - 1, 3, f"=B{row}-C{row}")
        summary.write_formula(row - 1, 4, f"=AVERAGE(INDEX({table},0,MATCH(A{row},{header},0)))")
        summary.write_formula(row - 1, 5, f"=STDEV({series})")
        summary.write(row - 1, 6, _SECTORS[number % 3])
        summary.write_formula(row - 1, 7, f"=CAPM_RETURN(0.02,B{row},0.09)")
        summary.write(row - 1, 8, 1 / assets)
    last = assets + 1
    _in_a_column(
        summary,
        (assets + 3, 1),
        f"=SUMPRODUCT(B2:B{last},H2:H{last})",
        f'=_xlfn.XLOOKUP("A007",A2:A{last},B2:B{last})',
        f'=SUMIFS(B2:B{last},G2:G{last},"Energy")',
        f'=INDEX(B2:B{last},MATCH("A050",A2:A{last},0))',
        f"=PORTFOLIO_BETA(I2:I{last},B2:B{last})",
    )
    workbook.close()
    return stream.getvalue()


def slopes(function: str, rows: int = 520, assets: int = 500) -> bytes:
    """Ten years of weekly returns, and one formula for each asset, all of one market column."""
    rng = np.random.default_rng(45)
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    data, summary = workbook.add_worksheet("Returns"), workbook.add_worksheet("Summary")
    for row, values in enumerate(rng.normal(0, 0.02, (rows, assets + 1)).tolist()):
        data.write_row(row, 0, values)
    for number in range(1, assets + 1):
        column = xl_col_to_name(number, col_abs=True)
        series = f"Returns!{column}$1:{column}${rows}"
        summary.write_formula(number, 0, f"={function}({series},Returns!$A$1:$A${rows})")
    workbook.close()
    return stream.getvalue()


def large(rows: int = 10_000, betas: int = 1_000) -> bytes:
    """Ten formulas in each of 10,000 rows, one of which reads the row above; betas of columns."""
    rng = np.random.default_rng(43)
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    model, risk = workbook.add_worksheet("Model"), workbook.add_worksheet("Risk")
    model.write_row(0, 0, ["Asset", "Market", *(f"F{number}" for number in range(10))])
    for row, values in enumerate(rng.normal(0, 0.01, (rows, 2)).tolist(), 2):
        model.write_row(row - 1, 0, values)
        for column, formula in enumerate(
            (
                f"=A{row}*(1+B{row})",
                f"=C{row}+IF(A{row}>0,1,-1)",
                f"=SUM(A{row}:D{row})",
                f"=ROUND(E{row},4)",
                f"=IFERROR(C{row}/D{row},0)",
                f"=H{row - 1}+G{row}" if row > 2 else "=G2",
                f"=MAX(C{row}:G{row})-MIN(C{row}:G{row})",
                f"=EXP(-ABS(C{row}))*SQRT(ABS(D{row}))",
                "=VLOOKUP(MOD(ROW(),100)+1,Risk!$A$2:$B$101,2,FALSE)",
                f"=H{row}*K{row}+J{row}",
            ),
            2,
        ):
            model.write_formula(row - 1, column, formula)
    risk.write_row(0, 0, ["Number", "Factor", "Beta"])
    for number in range(1, 101):
        risk.write_row(number, 0, [number, number / 2])
    for number in range(betas):
        top = 2 + number * 9 % (rows - _BETA_ROWS - 8)
        bottom = top + _BETA_ROWS - 1
        risk.write_formula(
            number + 1, 2, f"=BETA_OF(Model!$C${top}:$C${bottom},Model!$B${top}:$B${bottom})"
        )
    risk.write_formula(0, 4, f"=SUM(C2:C{betas + 1})")
    workbook.close()
    return stream.getvalue()


def shared() -> bytes:
    """The same as `large`, its columns written as Excel does: formulas share their texts."""
    old, stream = zipfile.ZipFile(io.BytesIO(large())), io.BytesIO()
    with old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(rb'<c r="([A-Z]+)(\d+)"><f>([^<]*)</f>', _as_shared, content)
            new.writestr(name, content)
    return stream.getvalue()


def _as_shared(cell: re.Match[bytes]) -> bytes:
    column, row, text = cell[1], int(cell[2]), cell[3]
    number = ord(column) - ord("A")
    if row == 2:  # one of its formulas is another one
        return cell[0]
    if row == 3:
        tag = b'<f t="shared" ref="%b3:%b10001" si="%d">%b</f>' % (column, column, number, text)
    else:
        tag = b'<f t="shared" si="%d"/>' % number
    return b'<c r="%b%d">%b' % (column, row, tag)


def small(rows: int = 300, assets: int = 10) -> bytes:
    """A risk sheet of about 30 kB: daily returns of 10 assets, and 10 figures for each."""
    rng = np.random.default_rng(44)
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    sheet = workbook.add_worksheet("Risk")
    sheet.write_row(0, 0, ["Market", *(f"A{number}" for number in range(assets))])
    for row, values in enumerate(rng.normal(0, 0.01, (rows, assets + 1)).round(7).tolist(), 1):
        sheet.write_row(row, 0, values)
    market = f"$A$2:$A${rows + 1}"
    first = assets + 2  # the column of the first figure, behind an empty one
    for number in range(assets):
        row, column = number + 2, xl_col_to_name(number + 1)
        series = f"{column}$2:{column}${rows + 1}"
        beta, slope, spread = (f"{xl_col_to_name(first + offset)}{row}" for offset in (0, 1, 4))
        for offset, formula in enumerate(
            (
                f"=BETA_OF({series},{market})",
                f"=SLOPE({series},{market})",
                f"=ROUND({beta}-{slope},9)",
                f"=CAPM_RETURN(0.02,{beta},0.09)",
                f"=STDEV({series})",
                f"=AVERAGE({series})",
                f"=CORREL({series},{market})",
                f"={beta}^2*VAR({market})/{spread}^2",
                f"=MAX({series})-MIN({series})",
                f'=IF({beta}>1,"more","less")',
            )
        ):
            sheet.write_formula(row - 1, first + offset, formula)
    workbook.close()
    return stream.getvalue()


def million(rows: int = 1_000_000) -> bytes:
    """A million rows of three numbers, and ten formulas over the whole of them.

    Written by hand, since a library would take minutes.
    """
    blank = io.BytesIO()
    with xlsxwriter.Workbook(blank) as workbook:
        workbook.add_worksheet("Data")
    formulas = (
        "BETA_OF(A:A,B:B)",
        f"COUNT(C1:C{rows})",
        f"SLOPE(A1:A{rows},B1:B{rows})",
        f"SUM(A1:A{rows})",
        f"AVERAGE(B1:B{rows})",
        f"MAX(C1:C{rows})",
        "SUM(C:C)",
        "E1-E3",
        "CAPM_RETURN(0.02,E1,0.09)",
        "ROUND(E9,4)",
    )
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(blank) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, old.read(name))
                continue
            before, after = old.read(name).split(b"<sheetData/>")
            with new.open(name, "w") as part:
                part.write(before.replace(b'ref="A1"', b'ref="A1:E%d"' % rows) + b"<sheetData>")
                for row in range(1, rows + 1):
                    part.write(_row(row, formulas).encode())
                part.write(b"</sheetData>" + after)
    return stream.getvalue()


def numbers(row: Any) -> tuple[Any, Any, Any]:
    """What stands in a row of `million`, or in an array of rows; much alike, and never the same."""
    return (
        (row * 7919 % 20011 - 10005) / 1e6,
        (row * 104729 % 19997 - 9998) / 1e6,
        (row * 1299709 % 29989) / 1e6,
    )


def _row(row: int, formulas: tuple[str, ...]) -> str:
    cells = "".join(
        f'<c r="{column}{row}"><v>{number}</v></c>'
        for column, number in zip("ABC", numbers(row), strict=True)
    )
    if row <= len(formulas):
        cells += f'<c r="E{row}"><f>{formulas[row - 1]}</f></c>'
    return f'<row r="{row}">{cells}</row>'


def _in_a_column(sheet: Worksheet, start: tuple[int, int], *formulas: str) -> None:
    for row, formula in enumerate(formulas, start[0]):
        sheet.write_formula(row, start[1], formula)


def size_of_sheets(book: bytes) -> int:
    """Bytes of the XML of all worksheets."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return sum(
            member.file_size
            for member in archive.infolist()
            if member.filename.startswith("xl/worksheets/")
        )
