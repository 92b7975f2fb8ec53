"""New values in a sheet: others find them, and nothing else has changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.workbook.odd_sheets import (
    COLUMNS,
    MAIN,
    ROWS,
    STRINGS,
    VALUES,
    Drawn,
    DrawnCell,
    Writer,
    calamine_values,
    canonical,
    drawn_sheets,
    excel,
    is_filled,
    openpyxl_formulas,
    openpyxl_values,
    tree,
    walked,
)
from xlrisk.errors import FileError
from xlrisk.workbook.addresses import LAST_COLUMN, LAST_ROW, Area, address, area, cell
from xlrisk.workbook.cells import Position, SheetIndex
from xlrisk.workbook.patch import Spill, patched
from xlrisk.workbook.sheet import index_of
from xlrisk.workbook.values import Cell, ErrorText, same

WRITERS = st.builds(Writer, st.randoms(use_true_random=False))
CELLS = st.none() | VALUES
POSITIONS = st.tuples(st.integers(1, ROWS + 3), st.integers(1, COLUMNS + 2))
NA, DIV0, SPILL = ErrorText("#N/A"), ErrorText("#DIV/0!"), ErrorText("#SPILL!")


def index(xml: bytes) -> SheetIndex:
    return index_of(xml, lambda: STRINGS)


def sheet(rows: str, before: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'.encode()


def patch(xml: bytes, values: dict[str, Cell]) -> bytes:
    return patched(xml, index(xml), {cell(key): value for key, value in values.items()})


def fed(xml: bytes, constants: dict[str, Cell]) -> bytes:
    at = {cell(key): value for key, value in constants.items()}
    return patched(xml, index(xml), {}, constants=at)


def spilled(xml: bytes, anchor: str, values: list[list[Cell]]) -> bytes:
    return patched(xml, index(xml), {}, [Spill(*cell(anchor), values)])


def shown(values: dict[Position, Cell]) -> dict[Position, Cell]:
    """What readers see of values: empty cells and empty texts are nothing."""
    return {position: value for position, value in values.items() if value not in {None, ""}}


def assert_reads(xml: bytes, expected: dict[Position, Cell]) -> None:
    """openpyxl finds exactly these values: errors are errors, and TRUE is no number."""
    found = openpyxl_values(xml)
    assert found == shown(expected)
    assert {key: type(value) for key, value in found.items()} == {
        key: type(value) for key, value in shown(expected).items()
    }


def assert_in_order(xml: bytes) -> None:
    """Rows and cells ascend, so that none is there twice, and the dimension holds new ones."""
    rows = list(walked(tree(xml)))
    numbers = [row for row, _, _ in rows]
    assert numbers == sorted(set(numbers))
    for _, _, cells in rows:
        columns = [column for column, _ in cells]
        assert columns == sorted(set(columns))


def dimension(xml: bytes) -> Area | None:
    found = tree(xml).find(f"{{{MAIN}}}dimension")
    return None if found is None else area(found.get("ref", ""))


# values of formulas


@given(drawn_sheets(), WRITERS, st.data())
def test_others_read_the_new_values_and_all_else_as_before(
    drawn: Drawn, writer: Writer, data: st.DataObject
) -> None:
    xml = writer.written(drawn)
    values = data.draw(new_values(drawn))
    result = patched(xml, index(xml), values)
    expected = {position: one.value for position, one in drawn.cells.items()} | values
    assert_reads(result, expected)
    assert canonical(result, values) == canonical(xml, values)
    assert openpyxl_formulas(result) == openpyxl_formulas(xml)
    assert patched(result, index(result), values) is result


@given(drawn_sheets(), st.data())
def test_calamine_reads_the_new_values_too(drawn: Drawn, data: st.DataObject) -> None:
    xml = excel().written(drawn)
    values = data.draw(new_values(drawn))
    expected = {position: one.value for position, one in drawn.cells.items()} | values
    errors = {key for key, value in expected.items() if isinstance(value, ErrorText)}
    found = calamine_values(patched(xml, index(xml), values))
    assert found == {key: v for key, v in shown(expected).items() if key not in errors}


@given(drawn_sheets(), WRITERS)
def test_the_values_that_are_there_change_nothing(drawn: Drawn, writer: Writer) -> None:
    xml = writer.written(drawn)
    found = index(xml)
    values = {position: formula.stored for position, formula in found.formulas.items()}
    arrays = {position: one for position, one in drawn.formulas.items() if one.area}
    spills = [Spill(*anchor, stored_block(drawn, one)) for anchor, one in arrays.items()]
    constants = fillable(drawn, {position: one.value for position, one in drawn.cells.items()})
    assert patched(xml, found, values) is xml
    assert patched(xml, found, values, spills, constants) is xml


def stored_block(drawn: Drawn, array: DrawnCell) -> list[list[Cell]]:
    block = array.area
    assert block
    return [
        [
            drawn.cells.get((row, column), DrawnCell()).value
            for column in range(block.left, block.right + 1)
        ]
        for row in range(block.top, block.bottom + 1)
    ]


def new_values(drawn: Drawn) -> st.SearchStrategy[dict[Position, Cell]]:
    """Values for some of the formulas; those that are to 15 digits as before count as no change."""
    if not drawn.formulas:
        return st.just({})
    values = st.dictionaries(st.sampled_from(sorted(drawn.formulas)), CELLS)
    return values.map(
        lambda drawn_values: {
            position: drawn.cells[position].value
            if same(drawn.cells[position].value, value)
            else value
            for position, value in drawn_values.items()
        }
    )


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ('<c r="A1"><f>X</f><v>1</v></c>', 2.0, '<c r="A1"><f>X</f><v>2</v></c>'),
        ('<c r="A1"><f>X</f><v>1</v></c>', 0.5, '<c r="A1"><f>X</f><v>0.5</v></c>'),
        ('<c r="A1"><f>X</f></c>', 2.0, '<c r="A1"><f>X</f><v>2</v></c>'),
        ('<c r="A1"><f>X</f><v/></c>', 2.0, '<c r="A1"><f>X</f><v>2</v></c>'),
        ('<c r="A1"><f>X</f><v></v></c>', 2.0, '<c r="A1"><f>X</f><v>2</v></c>'),
        ('<c r="A1"><f>X</f><v>1</v></c>', None, '<c r="A1"><f>X</f></c>'),
        ('<c r="A1" t="str"><f>X</f><v>a</v></c>', None, '<c r="A1"><f>X</f></c>'),
        ('<c r="A1"><f>X</f><v>1</v></c>', "a<b", '<c r="A1" t="str"><f>X</f><v>a&lt;b</v></c>'),
        (
            '<c r="A1"><f>X</f><v>1</v></c>',
            " a\r",
            '<c r="A1" t="str"><f>X</f><v xml:space="preserve"> a_x000D_</v></c>',
        ),
        ('<c r="A1"><f>X</f><v>1</v></c>', "", '<c r="A1" t="str"><f>X</f><v></v></c>'),
        ('<c r="A1"><f>X</f><v>1</v></c>', True, '<c r="A1" t="b"><f>X</f><v>1</v></c>'),
        ('<c r="A1"><f>X</f><v>1</v></c>', NA, '<c r="A1" t="e"><f>X</f><v>#N/A</v></c>'),
        ('<c r="A1"><f>X</f><v>1</v></c>', "#N/A", '<c r="A1" t="str"><f>X</f><v>#N/A</v></c>'),
        ("<c t='s' r='A1'><f>X</f><v>0</v></c>", 1.0, "<c r='A1'><f>X</f><v>1</v></c>"),
        ('<c r="A1" t="n"><f>X</f><v>0</v></c>', 1.0, '<c r="A1" t="n"><f>X</f><v>1</v></c>'),
        ('<c r="A1" t="b"><f>X</f><v>1</v></c>', 1.0, '<c r="A1"><f>X</f><v>1</v></c>'),
        (
            '<c r="A1" t="e"><f>X</f><v>#N/A</v></c>',
            DIV0,
            '<c r="A1" t="e"><f>X</f><v>#DIV/0!</v></c>',
        ),
        (
            '<c r="A1" t="inlineStr" s="3"><f>X</f><is><t>a</t></is></c>',
            "b",
            '<c r="A1" t="str" s="3"><f>X</f><v>b</v></c>',
        ),
        (
            '<c r="A1" o=" t=\'s\'" ot="1"><f t="normal">X</f><v>1</v><extLst/></c>',
            "b",
            '<c r="A1" o=" t=\'s\'" ot="1" t="str"><f t="normal">X</f><v>b</v><extLst/></c>',
        ),
        (
            f'<x:c xmlns:x="{MAIN}" r="A1"><x:f>X</x:f></x:c>',
            "b",
            f'<x:c xmlns:x="{MAIN}" r="A1" t="str"><x:f>X</x:f><x:v>b</x:v></x:c>',
        ),
    ],
)  # fmt: skip
def test_values_in_bytes(before: str, value: Cell, after: str) -> None:
    xml = sheet(f'<row r="1">{before}</row>')
    assert patch(xml, {"A1": value}) == sheet(f'<row r="1">{after}</row>')


@pytest.mark.parametrize(
    ("stored", "value"),
    [("0.30000000000000004", 0.3), ("1.0", 1.0), ("1E2", 100.0), ("5", 5.0 + 4e-15), ("-0", 0.0)],
)
def test_a_number_equal_to_15_digits_stays_as_it_is_written(stored: str, value: float) -> None:
    xml = sheet(f'<row r="1"><c r="A1"><f>X</f><v>{stored}</v></c></row>')
    assert patch(xml, {"A1": value}) is xml


def test_a_date_of_iso_8601_stays_or_becomes_a_number() -> None:
    xml = sheet('<row r="1"><c r="A1" t="d"><f>X</f><v>2024-03-01</v></c></row>')
    assert patch(xml, {"A1": 45352.0}) is xml
    assert patch(xml, {"A1": 45353.0}) == sheet(
        '<row r="1"><c r="A1"><f>X</f><v>45353</v></c></row>'
    )


def test_values_only_go_to_formulas_and_never_to_rich_ones() -> None:
    xml = sheet('<row r="1"><c r="A1" t="e" vm="1"><f>X</f><v>#VALUE!</v></c><c r="B1"/></row>')
    with pytest.raises(ValueError, match="B1 has no formula"):
        patch(xml, {"B1": 1.0})
    with pytest.raises(ValueError, match="value of A1 is more than it shows"):
        patch(xml, {"A1": 1.0})
    assert patch(xml, {"A1": ErrorText("#VALUE!")}) is xml


# spills


@given(drawn_sheets(), WRITERS, st.data())
def test_an_array_fills_what_it_may(drawn: Drawn, writer: Writer, data: st.DataObject) -> None:
    arrays = sorted(key for key, one in drawn.formulas.items() if one.area)
    assume(arrays)
    xml = writer.written(drawn)
    anchor = data.draw(st.sampled_from(arrays))
    columns = data.draw(st.integers(1, 4))
    row = st.lists(CELLS, min_size=columns, max_size=columns)
    values = data.draw(st.lists(row, min_size=1, max_size=4))
    result = patched(xml, index(xml), {}, [Spill(*anchor, values)])

    array = drawn.cells[anchor]
    old = array.area
    assert old
    fitted = values if array.dynamic else as_fixed(values, old)
    new = Area(*anchor, anchor[0] + len(fitted) - 1, anchor[1] + len(fitted[0]) - 1)
    if array.dynamic and is_blocked(drawn, anchor, new):
        new, fitted = Area(*anchor, *anchor), [[SPILL]]
    expected = {position: one.value for position, one in drawn.cells.items()}
    expected |= {key: None for key, one in drawn.cells.items() if one.anchor == anchor}
    filled = {
        (anchor[0] + i, anchor[1] + j): value
        for i, one in enumerate(fitted)
        for j, value in enumerate(one)
    }
    kept = {
        key: expected_value
        for key, expected_value in filled.items()
        if key in drawn.cells and same(drawn.cells[key].value, expected_value)
    }
    expected |= filled | {key: drawn.cells[key].value for key in kept}
    assert_reads(result, expected)
    assert_in_order(result)
    touched = filled.keys() | {key for key, one in drawn.cells.items() if one.anchor == anchor}
    created = {key for key, v in filled.items() if key not in drawn.cells and v is not None}
    assert canonical(result, touched, created) == canonical(xml, touched, created)
    again = index(result)
    assert again.formulas[anchor].area == new
    assert patched(result, again, {}, [Spill(*anchor, values)]) is result or SPILL in fitted[0]
    assert_dimension_holds(xml, result, created)


def as_fixed(values: list[list[Cell]], old: Area) -> list[list[Cell]]:
    """What Excel shows of an array in an area of fixed size."""
    if len(values) == 1:
        values = values * old.rows
    if len(values[0]) == 1:
        values = [row * old.columns for row in values]
    missing: list[Cell] = [NA] * old.columns
    wide = [[*row, *missing][: old.columns] for row in values]
    return [*wide, *[missing for _ in range(old.rows)]][: old.rows]


def is_blocked(drawn: Drawn, anchor: Position, new: Area) -> bool:
    for position, one in drawn.cells.items():
        if anchor in {position, one.anchor}:
            continue
        if new.holds(*position) and (one.formula is not None or one.value is not None):
            return True
        if one.area and one.area.meets(new):
            return True
    return False


def assert_dimension_holds(before: bytes, after: bytes, created: Collection[Position]) -> None:
    old, new = dimension(before), dimension(after)
    if old:
        expected = old
        for position in created:
            expected = expected.joined(Area(*position, *position))
        assert new == expected
    else:
        assert new is None


ARRAY = '<c r="A1" cm="1"><f t="array" ref="A1:A2">X</f><v>1</v></c>'


def test_a_spill_grows_into_new_cells_and_rows() -> None:
    xml = sheet(
        f'<row r="1" spans="1:3">{ARRAY}<c r="C1"/></row>'
        '<row r="2"><c r="A2" s="4"><v>2</v></c></row><row r="5"/>',
        before='<dimension ref="A1:C5"/>',
    )
    assert spilled(xml, "A1", [[1.0, 2.0], [3.0, "x"], [True, NA]]) == sheet(
        '<row r="1" spans="1:3"><c r="A1" cm="1"><f t="array" ref="A1:B3">X</f><v>1</v></c>'
        '<c r="B1"><v>2</v></c><c r="C1"/></row>'
        '<row r="2"><c r="A2" s="4"><v>3</v></c><c r="B2" t="str"><v>x</v></c></row>'
        '<row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="e"><v>#N/A</v></c></row><row r="5"/>',
        before='<dimension ref="A1:C5"/>',
    )


def test_a_spill_shrinks_and_leaves_styles() -> None:
    xml = sheet(
        f'<row r="1">{ARRAY.replace("A2", "B2")}<c r="B1" s="1" t="str"><v>x</v></c></row>'
        '<row r="2"><c r="A2" s="2"><f ca="1"/><v>2</v></c><c r="B2"/></row>'
    )
    assert spilled(xml, "A1", [[7.0]]) == sheet(
        '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1">X</f><v>7</v></c>'
        '<c r="B1" s="1"></c></row>'
        '<row r="2"><c r="A2" s="2"></c><c r="B2"/></row>'
    )


@pytest.mark.parametrize(
    "obstacle",
    [
        '<c r="B1"><f>1</f></c>',
        '<c r="B1"><v>0</v></c>',
        '<c r="B1" t="inlineStr"><is><t>x</t></is></c>',
        '<c r="B1"><f t="array" ref="B1:B2">Y</f></c>',
        '<c r="C1"><f t="dataTable" ref="C1:C2"/></c>',
    ],
)
def test_a_spill_that_is_blocked_shows_so_and_empties_what_it_had(obstacle: str) -> None:
    xml = sheet(f'<row r="1">{ARRAY}{obstacle}</row><row r="2"><c r="A2" s="1"><v>2</v></c></row>')
    anchor = '<c r="A1" cm="1" t="e"><f t="array" ref="A1">X</f><v>#SPILL!</v></c>'
    assert spilled(xml, "A1", [[1.0, 2.0, 3.0]]) == sheet(
        f'<row r="1">{anchor}{obstacle}</row><row r="2"><c r="A2" s="1"></c></row>'
    )


def test_a_spill_is_blocked_by_merged_cells_and_by_the_edges_of_the_sheet() -> None:
    merged = sheet(f'<row r="1">{ARRAY}</row>').replace(
        b"</worksheet>", b'<mergeCells><mergeCell ref="B2:C3"/></mergeCells></worksheet>'
    )
    assert b"<v>#SPILL!</v>" in spilled(merged, "A1", [[1.0, 2.0], [3.0, 4.0]])
    assert b"<v>#SPILL!</v>" not in spilled(merged, "A1", [[1.0, 2.0, 3.0]])
    for corner, values in [
        (address(LAST_ROW, 1), [[1.0], [2.0]]),
        (address(1, LAST_COLUMN), [[1.0, 2.0]]),
    ]:
        row = cell(corner)[0]
        array = ARRAY.replace("A1:A2", corner).replace("A1", corner)
        xml = sheet(f'<row r="{row}">{array}</row>')
        assert b"<v>#SPILL!</v>" in spilled(xml, corner, values)  # type: ignore[arg-type]


def test_a_spill_that_keeps_its_size_is_not_asked_what_is_in_its_way() -> None:
    xml = sheet(f'<row r="1">{ARRAY}</row><row r="2"><c r="A2"><v>2</v></c></row>').replace(
        b"</worksheet>", b'<mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>'
    )
    assert spilled(xml, "A1", [[5.0], [6.0]]) == xml.replace(b"<v>1<", b"<v>5<").replace(
        b"<v>2<", b"<v>6<"
    )


def test_one_spill_makes_room_for_another() -> None:
    xml = sheet(
        f'<row r="1">{ARRAY}</row><row r="2"><c r="A2"><v>2</v></c></row>'
        '<row r="3"><c r="A3" cm="1"><f t="array" ref="A3:B3">Y</f><v>1</v></c>'
        '<c r="B3"><v>2</v></c></row>'
    )
    longer = Spill(1, 1, [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    wider = Spill(1, 1, [[1.0, 2.0], [3.0, 4.0]])
    assert openpyxl_values(patched(xml, index(xml), {}, [longer]))[1, 1] == SPILL
    result = patched(xml, index(xml), {}, [Spill(3, 1, [[9.0]]), wider])
    filled = {(1, 1): 1.0, (1, 2): 2.0, (2, 1): 3.0, (2, 2): 4.0}
    assert openpyxl_values(result) == filled | {(3, 1): 9.0}


def test_of_two_spills_that_meet_the_second_is_blocked() -> None:
    second = '<c r="C1" cm="1"><f t="array" ref="C1">Y</f><v>1</v></c>'
    xml = sheet(f'<row r="2">{ARRAY.replace("A1:A2", "A2").replace("A1", "A2")}</row>').replace(
        b'<row r="2">', f'<row r="1">{second}</row><row r="2">'.encode()
    )
    spills = [Spill(2, 1, [[1.0, 2.0, 3.0]]), Spill(1, 3, [[4.0], [5.0]])]
    values = openpyxl_values(patched(xml, index(xml), {}, spills))
    assert values == {(2, 1): 1.0, (2, 2): 2.0, (2, 3): 3.0, (1, 3): SPILL}
    values = openpyxl_values(patched(xml, index(xml), {}, spills[::-1]))
    assert values == {(2, 1): SPILL, (1, 3): 4.0, (2, 3): 5.0}


def test_a_spill_that_stays_is_not_covered_by_one_that_grows() -> None:
    second = '<c r="C1" cm="1"><f t="array" ref="C1:C2">Y</f><v>1</v></c>'
    xml = sheet(
        f'<row r="1">{second}</row>'
        f'<row r="2">{ARRAY.replace("A1:A2", "A2").replace("A1", "A2")}</row>'
    )
    spills = [Spill(2, 1, [[1.0, 2.0, 3.0]]), Spill(1, 3, [[4.0], [5.0]])]
    for order in (spills, spills[::-1]):
        values = openpyxl_values(patched(xml, index(xml), {}, order))
        assert values == {(2, 1): SPILL, (1, 3): 4.0, (2, 3): 5.0}


def test_a_spill_in_place_of_one_that_was_there() -> None:
    xml = sheet(
        f'<row r="1">{ARRAY}<c r="B1" cm="1"><f t="array" ref="B1:B2">Y</f><v>5</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>6</v></c></row>'
        '<row r="3"><c r="A3" cm="1"><f t="array" ref="A3">Z</f><v>7</v></c></row>'
    )
    spills = [Spill(1, 2, [[1.0]]), Spill(1, 1, [[1.0]]), Spill(3, 1, [[3.0, 4.0]])]
    result = patched(xml, index(xml), {(1, 1): 8.0}, spills)
    assert openpyxl_values(result) == {(1, 1): 1.0, (1, 2): 1.0, (3, 1): 3.0, (3, 2): 4.0}
    assert patched(result, index(result), {}, spills) is result


def test_an_array_of_fixed_size_keeps_it() -> None:
    fixed = ARRAY.replace(' cm="1"', "").replace("A1:A2", "A1:B3")
    xml = sheet(f'<row r="1">{fixed}</row><row r="2"><c r="A2"><v>2</v></c></row>')
    cases: list[tuple[list[list[Cell]], list[list[Cell]]]] = [
        ([[5.0]], [[5.0, 5.0], [5.0, 5.0], [5.0, 5.0]]),
        ([[5.0, 6.0]], [[5.0, 6.0], [5.0, 6.0], [5.0, 6.0]]),
        ([[5.0], [6.0]], [[5.0, 5.0], [6.0, 6.0], [NA, NA]]),
        ([[5.0, 6.0, 7.0], [8.0, 9.0, 1.0]], [[5.0, 6.0], [8.0, 9.0], [NA, NA]]),
    ]
    for values, expected in cases:
        result = spilled(xml, "A1", values)
        assert openpyxl_values(result) == {
            (row, column): value
            for row, one in enumerate(expected, 1)
            for column, value in enumerate(one, 1)
        }
        assert index(result).formulas[1, 1].area == Area(1, 1, 3, 2)


@pytest.mark.parametrize(
    ("anchor", "values", "reason"),
    [
        ("B1", [[1.0]], "B1 has no array formula"),
        ("C1", [[1.0]], "C1 has no array formula"),
        ("A2", [[1.0]], "A2 has no array formula"),
        ("A1", [], "A1 does not spill a rectangle"),
        ("A1", [[]], "A1 does not spill a rectangle"),
        ("A1", [[1.0], [1.0, 2.0]], "A1 does not spill a rectangle"),
        ("A1", [[1.0], [9.0]], "value of A2 is more than it shows"),
        ("A1", [[1.0]], "value of A2 is more than it shows"),
        ("D1", [[1.0], [2.0]], "value of D1 is more than it shows"),
    ],
)
def test_spills_that_cannot_be(anchor: str, values: Any, reason: str) -> None:
    xml = sheet(
        f'<row r="1">{ARRAY}<c r="B1"><f>1</f></c><c r="C1"/>'
        '<c r="D1" cm="1" vm="1"><f t="array" ref="D1">Y</f><v>1</v></c></row>'
        '<row r="2"><c r="A2" vm="1"><v>2</v></c></row>'
    )
    with pytest.raises(ValueError, match=reason):
        spilled(xml, anchor, values)


# constants


@given(drawn_sheets(), WRITERS, st.dictionaries(POSITIONS, CELLS))
def test_constants_go_where_they_belong(
    drawn: Drawn, writer: Writer, drawn_constants: dict[Position, Cell]
) -> None:
    xml = writer.written(drawn)
    constants = fillable(drawn, drawn_constants)
    result = patched(xml, index(xml), {}, constants=constants)
    assert_reads(result, {key: one.value for key, one in drawn.cells.items()} | constants)
    assert_in_order(result)
    created = {key for key, v in constants.items() if key not in drawn.cells and v is not None}
    assert canonical(result, constants, created) == canonical(xml, constants, created)
    assert patched(result, index(result), {}, constants=constants) is result
    assert_dimension_holds(xml, result, created)


def fillable(drawn: Drawn, constants: dict[Position, Cell]) -> dict[Position, Cell]:
    """The constants for cells that are not calculated; those equal to 15 digits are no change."""
    allowed = {}
    for key, value in constants.items():
        there = drawn.cells.get(key, DrawnCell())
        if there.formula is None and not is_filled(drawn, key):
            allowed[key] = there.value if same(there.value, value) else value
    return allowed


@given(drawn_sheets(), st.dictionaries(POSITIONS, CELLS))
def test_calamine_reads_constants_too(drawn: Drawn, drawn_constants: dict[Position, Cell]) -> None:
    xml = excel().written(drawn)
    values = {key: one.value for key, one in drawn.cells.items()}
    constants = fillable(drawn, drawn_constants)
    expected = shown(values | constants)
    errors = {key for key, value in expected.items() if isinstance(value, ErrorText)}
    found = calamine_values(patched(xml, index(xml), {}, constants=constants))
    assert found == {key: value for key, value in expected.items() if key not in errors}


@pytest.mark.parametrize(
    ("rows", "constants", "after"),
    [
        pytest.param(
            '<row r="1"><c r="A1" s="2"><v>1</v></c></row>',
            {"A1": "a <b>"},
            '<row r="1"><c r="A1" s="2" t="inlineStr"><is><t>a &lt;b&gt;</t></is></c></row>',
            id="text",
        ),
        pytest.param(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
            {"A1": " a "},
            '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>',
            id="text with spaces",
        ),
        pytest.param(
            '<row r="1"><c r="A1" s="2" t="s"><v>0</v></c></row>',
            {"A1": None},
            '<row r="1"><c r="A1" s="2"></c></row>',
            id="emptied",
        ),
        pytest.param(
            '<row r="1"><c r="A1" s="2"/></row>',
            {"A1": True},
            '<row r="1"><c r="A1" s="2" t="b"><v>1</v></c></row>',
            id="into an empty cell",
        ),
        pytest.param(
            '<row r="1"><c r="A1"><!-- x --></c></row>',
            {"A1": 1.0},
            '<row r="1"><c r="A1"><v>1</v><!-- x --></c></row>',
            id="beside a comment",
        ),
        pytest.param(
            '<row r="1"><c r="A1"><f/><v>1</v></c></row>',
            {"A1": 2.0},
            '<row r="1"><c r="A1"><v>2</v></c></row>',
            id="in place of an empty formula",
        ),
        pytest.param(
            '<row r="1"><c r="B1"/></row>',
            {"A1": 1.0, "C1": 2.0, "D1": 3.0},
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"/><c r="C1"><v>2</v></c>'
            '<c r="D1"><v>3</v></c></row>',
            id="around a cell",
        ),
        pytest.param(
            '<row r="3" ht="9" />',
            {"A3": 1.0, "B3": 2.0},
            '<row r="3" ht="9"><c r="A3"><v>1</v></c><c r="B3"><v>2</v></c></row>',
            id="into an empty row",
        ),
        pytest.param(
            '<row r="3"></row>',
            {"B3": DIV0},
            '<row r="3"><c r="B3" t="e"><v>#DIV/0!</v></c></row>',
            id="between the tags of a row",
        ),
        pytest.param(
            '<row r="3"/>',
            {"B2": 1.0, "A2": 2.0, "C1": 3.0, "A4": 4.0},
            '<row r="1"><c r="C1"><v>3</v></c></row>'
            '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>1</v></c></row><row r="3"/>'
            '<row r="4"><c r="A4"><v>4</v></c></row>',
            id="around a row",
        ),
        pytest.param(
            "<row/><row><c/><c><v>1</v></c></row>",
            {"A1": 1.0, "B2": 2.0, "C2": 3.0},
            '<row><c r="A1"><v>1</v></c></row><row><c/><c><v>2</v></c><c r="C2"><v>3</v></c></row>',
            id="without addresses",
        ),
        pytest.param('<row r="1"/>', {"A1": None, "A2": None}, '<row r="1"/>', id="nothing"),
    ],
)
def test_constants_in_bytes(rows: str, constants: dict[str, Cell], after: str) -> None:
    assert fed(sheet(rows), constants) == sheet(after)
    comment = "<!-- so that no byte is passed over -->"
    parsed = fed(sheet(rows + comment), constants)
    assert parsed.replace(comment.encode(), b"") == sheet(after)


def test_the_first_cells_of_an_empty_sheet() -> None:
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:dimension ref="A1"/><x:sheetData /></x:worksheet>'
    assert fed(xml.encode(), {"B2": 1.0, "A3": "a"}).decode() == (
        f'<x:worksheet xmlns:x="{MAIN}"><x:dimension ref="A1:B3"/><x:sheetData>'
        '<x:row r="2"><x:c r="B2"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="3"><x:c r="A3" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )


def test_a_constant_for_what_is_calculated_or_rich_is_refused() -> None:
    xml = sheet(
        f'<row r="1">{ARRAY.replace("A1:A2", "A1:A3")}</row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2" vm="1"><v>1</v></c></row>'
    )
    for position in ("A1", "A2"):
        with pytest.raises(ValueError, match=f"{position} is calculated"):
            fed(xml, {position: 1.0})
    with pytest.raises(FileError, match="A3 is filled by the formula in A1; feed"):
        fed(xml, {"A3": 1.0})
    with pytest.raises(ValueError, match="value of B2 is more than it shows"):
        fed(xml, {"B2": 2.0})
    assert fed(xml, {"B2": 1.0}) is xml


def test_rows_that_contradict_their_cells_take_no_new_cells() -> None:
    xml = sheet('<row><c r="B7"/></row><row><c r="B9"/></row>')
    with pytest.raises(FileError, match="Row 1 of a sheet has cells of row 7"):
        fed(xml, {"B7": 1.0})
    with pytest.raises(FileError, match="Row 1 of a sheet has cells of row 7"):
        fed(xml, {"A9": 1.0})
    with pytest.raises(FileError, match="Row 2 of a sheet has cells of row 3"):
        fed(sheet('<row r="2"><c r="B3"/></row>'), {"B2": 1.0})


def test_constants_make_room_for_a_spill_or_stand_in_its_way() -> None:
    xml = sheet(f'<row r="1">{ARRAY}<c r="B1" s="1" t="b"><v>1</v></c></row>')
    spill = [Spill(1, 1, [[1.0, "x"]])]
    freed = patched(xml, index(xml), {}, spill, {(1, 2): None})
    assert openpyxl_values(freed) == {(1, 1): 1.0, (1, 2): "x"}
    assert index(freed).children[1, 2].stored == "x"
    blocked = patched(xml, index(xml), {}, [Spill(1, 1, [[1.0], [2.0], [3.0]])], {(3, 1): 1.0})
    assert openpyxl_values(blocked) == {(1, 1): SPILL, (1, 2): True, (3, 1): 1.0}


def test_cells_for_an_array_and_constants_come_in_order() -> None:
    xml = sheet(f'<row r="1">{ARRAY}</row>')
    constants: dict[Position, Cell] = {(1, 2): 7.0, (1, 4): 8.0, (4, 1): 9.0, (2, 2): 5.0}
    result = patched(xml, index(xml), {}, [Spill(1, 1, [[1.0], [2.0], [3.0]])], constants)
    assert_in_order(result)
    assert openpyxl_values(result) == {(1, 1): 1.0, (2, 1): 2.0, (3, 1): 3.0, **constants}
