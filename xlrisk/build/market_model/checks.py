"""What may be wrong with the inputs, in words; nothing is calculated from prices that are wrong."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from ..book import Sheet, Style
from .layout import (
    BETAS,
    FIRST_PRICE,
    HOLDINGS,
    LAST_PRICE,
    LAST_PRICE_COLUMN,
    PERIODS,
    PORTFOLIO,
    PRICE_HEADER,
    PRICES,
    ROOM,
    SERIES_HEADER,
    VALUATION,
    column_of_stocks,
)

FIRST_CHECK = 27
NAMES = {
    "prices_problem": "$F$27",
    "lost_holdings": "$F$28",
    "missing_forecasts": "$F$29",
    "missing_prices": "$F$30",
}
_FIRST_NAME = FIRST_CHECK + 5
_COLUMN_NAMES = f"$F${_FIRST_NAME}:$F${_FIRST_NAME + ROOM}"
_STATUS: Style = ("heading", '* "OK";[Red]* "WRONG";* "NOTE"')  # 1, -1, 0
_WEIGHTS = column_of_stocks(PORTFOLIO, "B")
_SUM = f"SUM({_WEIGHTS})"
_HELD = f"{HOLDINGS}[Weight]"
_NAMES = f"{PERIODS}!$C${SERIES_HEADER}:${LAST_PRICE_COLUMN}${SERIES_HEADER}"  # of the stocks
_CHECKS = [
    (
        "Prices",
        'IF(prices_problem="none",1,-1)',
        (
            'IF(prices_problem="none",COUNTA(price_names)-1&" stocks and the market, on "'
            '&COUNT(price_dates)&" dates.",prices_problem)'
        ),
    ),
    (
        "Missing prices",
        "IF(missing_prices=0,1,0)",
        (
            'IF(missing_prices=0,"Every stock has a price on every date.",missing_prices'
            '&" prices are missing; a period takes its last one. The shortest stock has "'
            f'&MIN({column_of_stocks(BETAS, "N")})&" returns, the portfolio no more.")'
        ),
    ),
    (
        "Weights",
        (
            f"IF(lost_holdings>0,-1,IF(ABS({_SUM}-1)<0.000001,1,"
            'IF(LOWER(weights_policy)="strict",-1,0)))'
        ),
        (
            'IF(lost_holdings>0,"Stocks with a weight, but without prices: "&lost_holdings'
            '&". Mend their names in Holdings, or take them out.",'
            f'"The weights sum to "&TEXT({_SUM},"0.0%")&".")'
        ),
    ),
    (
        "Forecasts",
        "IF(missing_forecasts=0,1,0)",
        (
            'IF(missing_forecasts=0,"Every stock that is held has a forecast.",'
            '"Stocks that are held without a forecast in Holdings: "&missing_forecasts&".")'
        ),
    ),
]


def write_checks(sheet: Sheet) -> None:
    sheet.write(f"A{FIRST_CHECK - 1}", "Checks", "heading")
    for row, (label, status, sentence) in enumerate(_CHECKS, FIRST_CHECK):
        sheet.write(f"A{row}", label)
        sheet.write(f"B{row}", f"=IFERROR({status},-1)", _STATUS)
        unknown = "Not known before the prices are mended."
        sheet.write(f"C{row}", f'=IFERROR({sentence},"{unknown}")', "check")
    sheet.write(f"E{FIRST_CHECK - 1}", "Behind the checks, not printed", "heading")
    behind = {
        "What is wrong with the prices": _problem(),
        "Stocks with a weight and no prices": (
            f'SUMPRODUCT(({_HELD}<>0)*1)-SUMPRODUCT(({HOLDINGS}[Stock]&""={_NAMES})'
            f'*({_NAMES}<>"")*({_HELD}<>0))'
        ),
        "Stocks with a weight and no forecast": (
            f'SUMPRODUCT(({_WEIGHTS}<>0)*({column_of_stocks(VALUATION, "D")}="none"))'
        ),
        "Missing prices": "COUNT(price_dates)*COUNTA(price_names)-COUNT(price_columns)",
    }
    for row, (label, formula) in enumerate(behind.items(), FIRST_CHECK):
        sheet.write(f"E{row}", label, "hint")
        sheet.write(f"F{row}", f"={formula}", "hint")
    # once more from top to bottom: compared with the row of names, they show which stand twice
    sheet.write(f"E{_FIRST_NAME}", "Names over the prices", "hint")
    for number in range(ROOM + 1):
        name = f'=INDEX(price_names,{number + 1})&""'
        sheet.write(f"F{_FIRST_NAME + number}", name, "hint")


def _problem() -> str:
    """A formula for the sentence on what is wrong with the prices, "none" where nothing is."""
    last = f"${LAST_PRICE_COLUMN}${PRICE_HEADER}"
    later = f"{PRICES}!$A${FIRST_PRICE + 1}:$A${LAST_PRICE}"
    earlier = f"{PRICES}!$A${FIRST_PRICE}:$A${LAST_PRICE - 1}"
    left = f"{PRICES}!$B${PRICE_HEADER}:${xl_col_to_name(ROOM)}${PRICE_HEADER}"
    right = f"{PRICES}!$C${PRICE_HEADER}:{last}"
    row_of_names = f"{PRICES}!$B${PRICE_HEADER}:$XFD${PRICE_HEADER}"
    below = f"{PRICES}!$A${LAST_PRICE + 1}:$A$1048576"
    problems = {
        f"ISNUMBER({PRICES}!$A${PRICE_HEADER})": (
            f"Row {PRICE_HEADER} of Prices is for names; the first date belongs below it."
        ),
        "COUNT(price_dates)<3": (
            f"There are no prices: put dates and prices into Prices, from A{PRICE_HEADER} on."
        ),
        "COUNTA(price_names)<2": (
            f"Names of at least one stock and the market belong into row {PRICE_HEADER} of Prices."
        ),
        f'SUMPRODUCT(({left}="")*({right}<>""))>0': (
            f"A name is missing in row {PRICE_HEADER} of Prices, left of {last.replace('$', '')}."
        ),
        f"COUNTA({row_of_names})>COUNTA(price_names)": (
            f"Prices has more columns than there is room for: {ROOM} stocks and the market."
        ),
        f"COUNTA({below})>0": (
            f"Prices has more dates than there is room for: {LAST_PRICE - FIRST_PRICE + 1:,}."
        ),
        "COUNTA(price_dates)>COUNT(price_dates)": (
            "Some dates in Prices are texts; make them dates."
        ),
        f'SUMPRODUCT(({later}<={earlier})*({later}<>""))>0': (
            "The dates in Prices do not ascend: the oldest belongs first, each once, and old"
            " prices below must go."
        ),
        f'SUMPRODUCT((price_names&""={_COLUMN_NAMES})*(price_names<>""))>COUNTA(price_names)': (
            "Two columns of Prices have the same name."
        ),
        'AND($B$10<>"",ISNA(MATCH($B$10,price_names,0)))': (
            "No column of Prices has the name of the market that is chosen above."
        ),
    }
    formula = '"none"'
    for condition, sentence in reversed(problems.items()):
        formula = f'IF({condition},"{sentence}",{formula})'
    return formula
