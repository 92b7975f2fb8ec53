"""Values as they are typed, and blocks from files."""

from __future__ import annotations

import csv
import datetime
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrisk.errors import FileError
from xlrisk.recalculation.feeding import Block, parsed, read_block
from xlrisk.workbook.values import ErrorText

DAY = datetime.date(2024, 2, 29)

TYPED = {
    "0.035": 0.035,
    "3.5%": 0.035,
    "-.5": -0.5,
    "7.": 7.0,
    " +12 ": 12.0,
    "1e3": 1000.0,
    "1.5E-3": 0.0015,
    "0.1%": 0.001,
    "007": 7.0,
    "TRUE": True,
    "false": False,
    "True": True,
    "2024-02-29": DAY,
    "2024-02-29 18:00": datetime.datetime(2024, 2, 29, 18),
    "2024-02-29T00:00:00": datetime.datetime(2024, 2, 29),
    "2024-02-29T18:00:00.5Z": datetime.datetime(2024, 2, 29, 18, 0, 0, 500_000, datetime.UTC),
    "": None,
    "  ": None,
    "#N/A": ErrorText("#N/A"),
    "#DIV/0!": ErrorText("#DIV/0!"),
    "text": "text",
    " with space ": " with space ",
    '"0.035"': "0.035",
    '"TRUE"': "TRUE",
    '""': "",
    ' "a" ': "a",
    '"a ""b"" c"': 'a "b" c',
    '"open': '"open',
    "1,234": "1,234",
    "1_000": "1_000",
    "1e3%": "1e3%",
    "5 %": "5 %",
    "%": "%",
    ".": ".",
    "٣": "٣",  # a digit, but not of a number in Excel
    "2024-02-30": "2024-02-30",
    "20240229": 20240229.0,
    "2024-W09-4": "2024-W09-4",
    "Inf": "Inf",
    "NAN": "NAN",
    "#TODO": "#TODO",
    "=B2": "=B2",
}


@pytest.mark.parametrize("text", TYPED)
def test_what_a_typed_text_means(text: str) -> None:
    value = parsed(text)
    assert value == TYPED[text]
    assert type(value) is type(TYPED[text])


@pytest.mark.parametrize("text", ["inf", "-inf", "1e999", "nan", "NaN"])
def test_typed_numbers_that_are_not_finite(text: str) -> None:
    value = parsed(text)
    assert isinstance(value, float)
    assert value - value != 0


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_as_python_writes_them(number: float) -> None:
    assert parsed(repr(number)) == number
    assert parsed(f"{number:.6f}%") == pytest.approx(round(number, 6) / 100)


@given(st.text())
def test_a_text_in_quotes_is_itself(text: str) -> None:
    assert parsed('"' + text.replace('"', '""') + '"') == text


# CSV


def csv_block(folder: Path, text: str, encoding: str = "utf-8") -> Block:
    path = folder / "data.csv"
    path.write_bytes(text.encode(encoding))
    return read_block(path)


BLOCKS = {
    "Date,Price\n2024-02-29,1.5\n": Block([[DAY, 1.5]], ["Date", "Price"]),
    "2024-02-29,1.5\r\n2024-02-29,2\r\n": Block([[DAY, 1.5], [DAY, 2.0]]),
    ",Price\n2024-02-29,1.5\n": Block([[DAY, 1.5]], [None, "Price"]),
    "Date,2023,2024\n2024-02-29,1,2\n": Block([[DAY, 1.0, 2.0]], ["Date", 2023.0, 2024.0]),
    "AAPL,0.1\nMSFT,0.2\n": Block([["AAPL", 0.1], ["MSFT", 0.2]]),
    "a\n1\n\n3\n\n\n": Block([[1.0], [], [3.0]], ["a"]),
    "a,b\n1\n,2\n,\n": Block([[1.0], [None, 2.0]], ["a", "b"]),
    '"a\nb","c ""d"""\n"1,5",x y\n': Block([["1,5", "x y"]], ["a\nb", 'c "d"']),
    "a,b\n#N/A,TRUE\n": Block([[ErrorText("#N/A"), True]], ["a", "b"]),
    'a\n"""x"""\n': Block([['"x"']], ["a"]),
    ",\n1,2\n": Block([[None, None], [1.0, 2.0]]),
    "5": Block([[5.0]]),
}


@pytest.mark.parametrize("text", BLOCKS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_files(tmp_path: Path, text: str, encoding: str) -> None:
    assert csv_block(tmp_path, text, encoding) == BLOCKS[text]


FIELDS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(min_value=datetime.date(1900, 1, 1)),
    st.datetimes(min_value=datetime.datetime(1900, 1, 1)),
    st.sampled_from(["text", "a,b", 'say "x"', "two\nlines", "é", " "]),
)


@given(rows=st.lists(st.tuples(FIELDS, FIELDS), min_size=1, max_size=5))
def test_csv_files_as_python_writes_them(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Any, ...]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "data.csv"
    rows = [*rows, (1.0, "end")]  # as empty rows at the end are dropped
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["one", "two"], *[[_written(x) for x in row] for row in rows]])
    block = read_block(path)
    expected = [[None if value == " " else value for value in row] for row in rows]
    assert block == Block(expected, ["one", "two"])


def _written(value: Any) -> str:
    is_moment = isinstance(value, datetime.date)
    return value.isoformat() if is_moment else str(value)


REFUSED = [
    ("", "has no rows"),
    ("\n\n", "has no rows"),
    ("a,b\n", "has no rows"),
    ("a;b\n1;2\n", "has semicolons between its fields; save it with commas"),
    ("a\tb\n1\t2\n", "has tabs between its fields"),
    ("a,b\n1,2\n1,2,3\n", "Row 3 of"),
    ('a,b\n1,"2\n', "not a sound CSV file"),
    ('a\n"1"x\n', "not a sound CSV file"),
    ("a\n" + "x" * 200_000, "not a sound CSV file"),
]


@pytest.mark.parametrize(("text", "part"), REFUSED, ids=range(len(REFUSED)))
def test_csv_files_that_are_refused(tmp_path: Path, text: str, part: str) -> None:
    with pytest.raises(FileError, match=part):
        csv_block(tmp_path, text)


def test_csv_files_in_other_encodings(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="not in UTF-8; save it as CSV UTF-8"):
        csv_block(tmp_path, "Währung\n1", "latin-1")


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("missing.csv", "does not exist"),
        ("missing.parquet", "does not exist|needs pyarrow"),
        ("data.xlsx", r"neither \.csv nor \.parquet"),
        ("data", r"neither \.csv nor \.parquet"),
        ("folder.csv", "cannot be read"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, part: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(FileError, match=part):
        read_block(tmp_path / name)


# Parquet


def test_parquet_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(FileError, match="needs pyarrow; install it"):
        read_block(tmp_path / "data.parquet")


def parquet_block(folder: Path, frame: pd.DataFrame, **options: Any) -> Block:
    pytest.importorskip("pyarrow")
    path = folder / "data.parquet"
    frame.to_parquet(path, **options)
    return read_block(path)


def test_a_parquet_file(tmp_path: Path) -> None:
    columns: dict[str, Any] = {
        "day": [DAY, None],
        "moment": [pd.Timestamp("2024-02-29 18:00"), pd.NaT],
        "number": [1.5, float("nan")],
        "whole": [1, 2],
        "truth": [True, None],
        "text": ["a", None],
        "money": [Decimal("1.10"), None],
        "kind": pd.Categorical(["x", "y"]),
    }
    block = parquet_block(tmp_path, pd.DataFrame(columns))
    assert block.names == list(columns)
    first, second = block.rows
    moment = datetime.datetime(2024, 2, 29, 18)
    assert list(first) == [DAY, moment, 1.5, 1, True, "a", Decimal("1.10"), "x"]
    expected = [None, None, None, 2, None, None, None, "y"]
    assert [None if pd.isna(value) else value for value in second] == expected


@pytest.mark.parametrize(("name", "expected"), [("Date", "Date"), (None, None)])
def test_the_index_of_a_frame_comes_first(
    tmp_path: Path, name: str | None, expected: str | None
) -> None:
    index = pd.Index([DAY, DAY], name=name)
    block = parquet_block(tmp_path, pd.DataFrame({"a": [1, 2], "b": [3, 4]}, index=index))
    assert block == Block([(DAY, 1, 3), (DAY, 2, 4)], [expected, "a", "b"])


def test_the_index_that_only_counts_is_left_out(tmp_path: Path) -> None:
    assert parquet_block(tmp_path, pd.DataFrame({"a": [1]})) == Block([(1,)], ["a"])


def test_a_broken_parquet_file(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "data.parquet"
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(FileError, match="not a sound Parquet file"):
        read_block(path)
    with pytest.raises(FileError, match="does not exist"):
        read_block(tmp_path / "missing.parquet")


def test_a_parquet_file_without_rows(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="has no rows"):
        parquet_block(tmp_path, pd.DataFrame({"a": []}))
