"""What may be wrong, in words: a status and a sentence with the next step for each concern.

Nothing is calculated from prices or inputs that are wrong. The last check looks for errors in all
results, so that none is one while the checks are well.
"""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from ..book import Book, Sheet, Style
from .layout import (
    BETAS,
    FEWEST_RETURNS,
    FIRST,
    FIRST_PERIOD,
    HELD,
    HOLDINGS,
    LAST,
    LAST_FIGURE,
    LAST_PRICE,
    LAST_PRICE_COLUMN,
    MARKET,
    PERIODS,
    PORTFOLIO,
    RISK,
    ROOM,
    SERIES_HEADER,
    START,
    TOTAL,
    VALUATION,
    column_of_stocks,
    define_names,
)
from .problems import NONE, problem_of_inputs, problem_of_prices

FIRST_CHECK = 15
_STATUS: Style = ("heading", '* "OK";* "WRONG";* "NOTE"')  # 1, -1, 0
_COLORS = {1: ("#548235", "#E2EFDA"), 0: ("#7F6000", "#FFF2CC"), -1: ("#9C0006", "#FFC7CE")}
_WEIGHTS, _BETAS = column_of_stocks(PORTFOLIO, "B"), column_of_stocks(BETAS, "C")
_SUM, _POLICY = f"SUM({_WEIGHTS})", "LOWER(weights_policy)"
_GIVEN = f"{HOLDINGS}[Weight]"
_FORECASTS = f"{HOLDINGS}[Own forecast]"
_NAMES = f"{PERIODS}!$C${SERIES_HEADER}:${LAST_PRICE_COLUMN}${SERIES_HEADER}"  # of the stocks

_RESULTS = {
    BETAS: [f"$A${FIRST}:$N${LAST}"],
    RISK: [f"$A${FIRST}:$J${LAST}"],
    VALUATION: [f"$A${FIRST}:$F${LAST}"],
    PORTFOLIO: [f"$A${FIRST}:$I${TOTAL}", f"$L${FIRST}:$L${LAST_FIGURE}"],
}
_SHEETS = f"{', '.join([*_RESULTS][:-1])} or {[*_RESULTS][-1]}"
_BEFORE_RESULTS = f"$B${FIRST_CHECK}:$B${FIRST_CHECK + 5}"  # the checks above the last one
_WITH_ERRORS = "&".join(f'IF(errors_on_{sheet.lower()},"{sheet} ","")' for sheet in _RESULTS)


def _sums(sheet: str, areas: list[str]) -> str:
    """An error if a cell is one, which all programs find alike, and not how many are."""
    return "+".join(f"SUM({sheet}!{area})" for area in areas)


def _among_others(cells: str, count: str) -> str:
    """A count of cells that are no numbers; LibreOffice counts numbers, too, where all are."""
    return f"(COUNTA({cells})<>COUNT({cells}))*{count}"


_BEHIND = {
    "inputs_problem": ("What is wrong with the inputs", problem_of_inputs()),
    "prices_problem": ("What is wrong with the prices", problem_of_prices()),
    "missing_prices": (
        "Missing prices",
        (
            "COUNT(price_dates)*COUNTA(price_names)"
            '-SUMPRODUCT((names_downwards<>"")*count_of_dated_prices)'
        ),
    ),
    "broken_columns": (
        "Columns of Prices with errors",
        f"IF(inputs_problem={NONE},SUM(columns_are_broken),0)",
    ),
    "text_prices": (
        "Texts in place of prices",
        'SUMPRODUCT((names_downwards<>"")*count_of_dated_texts)',
    ),
    "gaps_are_shown": (
        "Gaps on Periods",
        f"ISNA(SUM({PERIODS}!${MARKET}${FIRST_PERIOD}:${LAST_PRICE_COLUMN}${LAST_PRICE}))",
    ),
    "lost_betas": ("Stocks without a beta", f"stock_columns-COUNT({_BETAS})"),
    "lost_betas_held": (
        "Those of them that are held",
        f"IFERROR(SUMPRODUCT({HELD}*(1-ISNUMBER({_BETAS}))),0)",  # held is not known: see Weights
    ),
    "constant_stocks": (
        "Stocks that never vary",
        f"SUMPRODUCT(ISNUMBER({_BETAS})*ISERROR({column_of_stocks(BETAS, 'K')}))",
    ),
    "shortest_held": ("Periods of the shortest holding", f"MIN({PORTFOLIO}!$X${FIRST}:$X${LAST})"),
    "few_in_common": (
        "Less than half of it in common",
        "IFERROR(2*common_periods<shortest_held,FALSE)",
    ),
    "too_few_in_common": (
        "Too few in common",
        f"IFERROR(common_periods<{FEWEST_RETURNS},FALSE)",
    ),
    "text_weights": (
        "Weights that are no numbers",
        f"ROWS({_GIVEN})-COUNT({_GIVEN})-COUNTBLANK({_GIVEN})",
    ),
    "lost_holdings": (
        "Stocks with a weight and no prices",
        (
            f'SUMPRODUCT(({_GIVEN}<>0)*1)-SUMPRODUCT(({HOLDINGS}[Stock]&""={_NAMES})'
            f'*({_NAMES}<>"")*({_GIVEN}<>0))'
        ),
    ),
    "missing_forecasts": (
        "Stocks with a weight and no forecast",
        f'SUMPRODUCT(({_WEIGHTS}<>0)*({column_of_stocks(VALUATION, "D")}="none"))',
    ),
    "high_forecasts": (
        "Forecasts of 100% or more",
        f'COUNTIF({_FORECASTS},">=1")+COUNTIF({_FORECASTS},"<=-1")',
    ),
    **{
        f"errors_on_{sheet.lower()}": (f"Errors on {sheet}", f"ISERROR({_sums(sheet, areas)})")
        for sheet, areas in _RESULTS.items()
    },
}
_CHECKS = [
    (
        "Inputs",
        f"IF(inputs_problem={NONE},1,-1)",
        (
            f'IF(inputs_problem={NONE},"Rates, period, weights policy and confidence can be used.",'
            "inputs_problem)"
        ),
    ),
    (
        "Prices",
        f"IF(AND(prices_problem={NONE},broken_columns=0),1,-1)",
        (
            f"IF(prices_problem<>{NONE},prices_problem,IF(broken_columns>0,"
            '"Columns of Prices with errors: "&broken_columns&". Mend or clear the cells; only'
            ' #N/A is a missing price.",stock_columns&" stocks and the market, on "'
            '&COUNT(price_dates)&" dates."))'
        ),
    ),
    (
        "Missing prices",
        "IF(missing_prices=0,1,0)",
        (
            'IF(missing_prices=0,"Every stock has a price on every date.","Prices that are'
            ' missing: "&missing_prices&". A period takes its last price, and none is made up."'
            '&IF(text_prices>0," Texts among them: "&text_prices&"; make numbers of those that'
            ' are meant as prices.",""))'
        ),
    ),
    (
        "Returns",
        (
            f"IF(OR(market_returns<{FEWEST_RETURNS},lost_betas_held>0,too_few_in_common),-1,"
            "IF(OR(lost_betas>0,constant_stocks>0,few_in_common),0,1))"
        ),
        (
            f"IF(OR(inputs_problem<>{NONE},prices_problem<>{NONE}),NA(),"
            f"IF(market_returns<{FEWEST_RETURNS},"
            f'"Returns of the market: "&market_returns&". A regression needs {FEWEST_RETURNS}:'
            ' put in more dates, or choose a shorter period.",'
            'IF(lost_betas_held>0,"Holdings without a beta: "&lost_betas_held'
            f'&". They need {FEWEST_RETURNS} returns beside those of a market that varies:'
            ' put in prices, or take them out.",'
            'IF(too_few_in_common,"Periods that the market and all holdings share: "'
            '&common_periods&"; the shortest holding has "&shortest_held&". The portfolio needs'
            f' {FEWEST_RETURNS}: take out what starts late or ends early, or put in its prices.",'
            '"The market has "&market_returns&" returns"&IFERROR(", the shortest holding "'
            '&shortest_held&", and all together "&common_periods&IF(few_in_common,": less than'
            ' half, and the portfolio rests on these alone.","."),".")&IF(constant_stocks>0,'
            '" Stocks that never vary: "&constant_stocks&"; they have no R squared, and no shares'
            ' of risk.","")&IF(lost_betas>0," Stocks that are not held, without a beta: "'
            '&lost_betas&"; put in prices, or take them out.","")))))'
        ),
    ),
    (
        "Weights",
        (
            "IF(OR(text_weights>0,lost_holdings>0),-1,IF(ABS("
            f'{_SUM}-1)<0.000001,1,IF({_POLICY}="strict",-1,0)))'
        ),
        (
            'IF(text_weights>0,"Weights in Holdings that are no numbers: "&text_weights'
            '&". Make numbers of them, or clear them.",'
            'IF(lost_holdings>0,"Stocks with a weight, but without prices: "&lost_holdings'
            '&". Mend their names in Holdings, or take them out.",'
            f'"The weights sum to "&TEXT({_SUM},"0.0%")&"."&IF(ABS({_SUM}-1)<0.000001,"",'
            f'IF({_POLICY}="strict"," Make it 100%, or choose normalize or cash above.",'
            f'IF({_POLICY}="cash"," The rest is lent, or borrowed, at the risk-free rate.",'
            '" Shares of their sum are taken.")))))'
        ),
    ),
    (
        "Forecasts",
        "IF(missing_forecasts+high_forecasts=0,1,0)",
        (
            'IF(high_forecasts>0,"Forecasts of 100% a year or more, either way: "&high_forecasts'
            '&"; type 12% rather than 12.",IF(missing_forecasts=0,'
            '"Every stock that is held has a forecast.","Stocks that are held without a forecast'
            ' in Holdings: "&missing_forecasts&". Put in what you expect of them a year."))'
        ),
    ),
    (
        "Results",
        f'IF(errors_on_portfolio,-1,IF({_WITH_ERRORS}="",1,0))',
        (
            f'IF({_WITH_ERRORS}="","No result on {_SHEETS} is an error."&IF(gaps_are_shown,'
            '" #N/A on Periods and Returns is a price that is missing.",""),'
            '"Some results are errors, on "'
            f'&SUBSTITUTE(TRIM({_WITH_ERRORS})," ",", ")&". "&IF(MIN({_BEFORE_RESULTS})<0,"Mend'
            ' what is named above; ","")&"Explain, or xlrisk explain, tells why a cell is one.")'
        ),
    ),
]
_LAST_CHECK = FIRST_CHECK + len(_CHECKS) - 1
STATUSES = f"$B${FIRST_CHECK}:$B${_LAST_CHECK}"


def write_checks(book: Book, sheet: Sheet) -> None:
    sheet.write(f"A{FIRST_CHECK - 1}", "Checks", "heading")
    for row, (label, status, sentence) in enumerate(_CHECKS, FIRST_CHECK):
        sheet.write(f"A{row}", label)
        sheet.write(f"B{row}", f"=IFERROR({status},-1)", _STATUS)
        unknown = "Not known before what is named above is mended."
        sheet.write(f"C{row}", f'=IFERROR({sentence},"{unknown}")', "check")
        sheet.worksheet.set_row(row - 1, 32)
    for number, (font, background) in _COLORS.items():
        color = book.highlight({"font_color": font, "bg_color": background})
        rule = {"type": "cell", "criteria": "==", "value": number, "format": color}
        sheet.worksheet.conditional_format(STATUSES.replace("$", ""), rule)
    _write_behind(book, sheet)


def _write_behind(book: Book, sheet: Sheet) -> None:
    """What the checks count, beside what is printed."""
    sheet.write("I4", "Behind the checks, not printed", "heading")
    for row, (name, (label, formula)) in enumerate(_BEHIND.items(), 5):
        sheet.write(f"I{row}", label, "hint")
        sheet.write(f"J{row}", f"={formula}", "hint")
        define_names(book, START, {name: f"$J${row}"})
    _write_columns_of_prices(book, sheet, 5 + len(_BEHIND) + 2)


def _write_columns_of_prices(book: Book, sheet: Sheet, first: int) -> None:
    """From top to bottom: compared with the row of names, they show which stand twice."""
    columns = {
        "names_downwards": ("Column of Prices", _name),
        "count_of_prices": ("Prices", _count),
        "count_of_dated_prices": ("With a date", _count_of_dated),
        "count_of_dated_texts": ("Texts with a date", _count_of_dated_texts),
        "columns_are_broken": ("Errors; market first", _is_broken),
    }
    for column, (name, (header, formula)) in zip("IJKLM", columns.items(), strict=True):
        sheet.write(f"{column}{first - 1}", header, "hint")
        for number in range(ROOM + 1):
            sheet.write(f"{column}{first + number}", f"={formula(number + 1)}", "hint")
        define_names(book, START, {name: f"${column}${first}:${column}${first + ROOM}"})


def _name(number: int) -> str:
    return f'IFERROR(INDEX(price_names,{number})&"","")'


def _count(number: int) -> str:
    return f"COUNT(INDEX(price_columns,0,{number}))"


def _count_of_dated(number: int) -> str:
    return f'COUNTIFS(price_dates,">0",INDEX(price_columns,0,{number}),">-1E+300")'


def _count_of_dated_texts(number: int) -> str:
    cells = f"INDEX(price_columns,0,{number})"
    return _among_others(cells, f'COUNTIFS(price_dates,">0",{cells},"?*")')


def _is_broken(number: int) -> str:
    """What PERIOD_PRICES says; #N/A is the price of a period that has none."""
    return f"ISERR({PERIODS}!{xl_col_to_name(number)}{FIRST_PERIOD})*1"
