"""Formulas that are alike are looked at once: it must not matter which stands beside which."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from hypothesis import example, given
from hypothesis import strategies as st

from tests.hosts.prepare.books import formula, structure
from xlrisk.hosts.engine.overrides import OVERRIDES
from xlrisk.hosts.engine.prepare import ENGINE_FUNCTIONS, Prepared, prepared
from xlrisk.workbook.addresses import address, cell
from xlrisk.workbook.formulas import Formulas
from xlrisk.workbook.sheet import index_of

# {} is a row or a number: those of one text are drawn each by itself
TEMPLATES = (
    "A{}*(1+B{})",
    "SUM(A{}:D{})",
    "SUM(A{}:A{},B{}:$B${})/{}",
    "MAX(C{}:G{})-MIN(C{}:G{})",
    "ROUND(E{},{})",
    "ROUND(E{},0)",
    "ROUND(E{},-{})",
    "ROUND(E{},0.{})",
    "BETA_OF(A{}:A{},B{}:B{})",
    "_xll.CAPM_RETURN(0.{},B{},0.{})",
    "VLOOKUP(A{},Second!$A${}:$C${},{},FALSE)",
    "MATCH(A{},A{}:A{},{})",
    'SUMIF(A{}:A{},"<{}",B{}:B{})',
    "SUMPRODUCT(A{}:A{},B{}:B{})",
    'IF(A{}<{},"more & {}",TODAY())',
    "LARGE(A{}:A{},{})",
    "A{}%+{}^2",
    "INDEX(A{}:C{},{},{})",
    "A{}:A{}",
    "column*{}",
    "'It''s 4'!A{}&B{}",
    "1E{}+A{}",
    "MOD(ROW(),{})",
)
NUMBERS = st.sampled_from([1, 3, 10, 12, 13, 14, 40, 99, 100])
SIZES = ((10, 10), (10, 12), (11, 13), (13, 13), (20, 20), (12, 10), (14, 17))


@st.composite
def _texts(draw: st.DrawFn) -> list[str]:
    few = draw(st.lists(st.sampled_from(TEMPLATES), min_size=1, max_size=2))
    templates = draw(st.lists(st.sampled_from(few), min_size=4, max_size=12))
    return [one.format(*[draw(NUMBERS) for _ in range(one.count("{}"))]) for one in templates]


@given(_texts())
@example([f"SUMPRODUCT(A{first}:A{last},B{first}:B{last})" for first, last in SIZES])
def test_formulas_side_by_side_are_prepared_as_each_alone(texts: list[str]) -> None:
    cells = {address(row, 8): text for row, text in enumerate(texts, 1)}
    alone = {where: _prepared(_typed({where: text}))[where] for where, text in cells.items()}
    assert _prepared(_typed(cells)) == alone
    assert _prepared(_of_a_sheet(cells)) == alone
    assert _prepared(_of_a_sheet(dict(reversed(cells.items())))) == alone


def _prepared(formulas: Formulas) -> dict[str, Prepared]:
    known = ENGINE_FUNCTIONS | OVERRIDES.keys()
    book = prepared(
        structure(), {0: formulas}, known, OVERRIDES.keys(), contents=_Numbers(), last_row=200
    )
    return {
        address(*position): book.special[0].get(position, Prepared(formulas.text(position)))
        for position in formulas
    }


class _Numbers:
    """Cells of which none raises a doubt, so that those of the formulas are seen."""

    are_awkward = False


def _typed(cells: Mapping[str, str]) -> Formulas:
    return Formulas({cell(where): formula(text, where) for where, text in cells.items()})


def _of_a_sheet(cells: Mapping[str, str]) -> Formulas:
    rows = "".join(
        f'<row r="{cell(where)[0]}"><c r="{where}"><f>{escape(text)}</f></c></row>'
        for where, text in cells.items()
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    return index_of(xml.encode(), list).formulas
