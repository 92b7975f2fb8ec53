"""What can be wrong with the inputs and the prices, as formulas for a sentence with the next step.

The first problem that holds is told; a problem may count on those above it not to hold.
"""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from .layout import (
    FIRST_PRICE,
    LAST_PRICE,
    LAST_PRICE_COLUMN,
    PERIODS_A_YEAR,
    POLICIES,
    PRICE_HEADER,
    PRICES,
    ROOM,
)

NONE = '"none"'
_HIGHEST_PERIOD_RISK_FREE = 0.02  # above it the functions refuse one rate for all periods
_LAST_DAY = 2_958_465  # the last of the year 9999
_PERIODS = f"{', '.join([*PERIODS_A_YEAR][:-1])} or {[*PERIODS_A_YEAR][-1]}"
_POLICIES = f"{', '.join(POLICIES[:-1])} or {POLICIES[-1]}"


def problem_of_inputs() -> str:
    """A formula for what is wrong with the inputs on Start, "none" where nothing is."""
    policies = ",".join(f'"{policy}"' for policy in POLICIES)
    rate = "(1+risk_free)^(1/freq)-1"
    return _first(
        [
            *_no_rate("risk_free", "The risk-free rate"),
            *_no_rate("market_return", "The market return"),
            *_no_rate("fair_band", "The fair band"),
            ("fair_band<0", '"The fair band is below 0; give its width above and below 0, as 1%."'),
            (
                "NOT(ISNUMBER(freq))",
                f'"The period of the returns is none that is known; choose {_PERIODS}."',
            ),
            (
                f"NOT(ISNUMBER(MATCH(weights_policy,{{{policies}}},0)))",
                (
                    '"What is done with weights that do not sum to 100% is no choice; choose'
                    f' {_POLICIES}."'
                ),
            ),
            (
                "NOT(ISNUMBER(confidence))",
                '"The confidence is no number; give one between 0% and 100%, such as 95%."',
            ),
            (
                "OR(confidence<=0,confidence>=1)",
                (
                    '"The confidence is "&TEXT(confidence,"0%")&"; give one between 0% and 100%:'
                    ' type 95% rather than 95."'
                ),
            ),
            (
                f"{rate}>{_HIGHEST_PERIOD_RISK_FREE}",
                (
                    f'"The risk-free rate is "&TEXT({rate},"0.0%")&" a "&period&". Above 2% the'
                    " functions take it for a rate a year that was not converted; choose a shorter"
                    ' period, or a lower rate."'
                ),
            ),
        ]
    )


def _no_rate(name: str, words: str) -> list[tuple[str, str]]:
    return [
        (f"NOT(ISNUMBER({name}))", f'"{words} is no number; give one, such as 3%."'),
        (
            f"ABS({name})>=1",
            f'"{words} is "&TEXT({name},"0%")&"; give less than 100%, and type 3% rather than 3."',
        ),
    ]


def problem_of_prices() -> str:
    """A formula for what is wrong with the sheet of prices, "none" where nothing is."""
    return _first([*_of_dates(), *_of_names(), *_of_numbers()])


def _of_dates() -> list[tuple[str, str]]:
    later = f"{PRICES}!$A${FIRST_PRICE + 1}:$A${LAST_PRICE}"
    earlier = f"{PRICES}!$A${FIRST_PRICE}:$A${LAST_PRICE - 1}"
    below = f"{PRICES}!$A${LAST_PRICE + 1}:$A$1048576"
    return [
        (
            f"ISNUMBER({PRICES}!$A${PRICE_HEADER})",
            f'"Row {PRICE_HEADER} of Prices is for names; the first date belongs below it."',
        ),
        (
            "COUNTA(price_dates)>COUNT(price_dates)",
            (
                '"Some dates in Prices are texts or errors: "'
                '&COUNTA(price_dates)-COUNT(price_dates)&". Make dates of them: Data,'
                ' Text to Columns, or 2024-01-31 in a CSV file."'
            ),
        ),
        (
            "COUNT(price_dates)=0",
            f'"There are no prices: put dates and prices into Prices, from A{PRICE_HEADER} on."',
        ),
        (
            f"OR(MIN(price_dates)<1,MAX(price_dates)>{_LAST_DAY})",
            (
                '"Some dates in Prices are numbers that stand for no day, such as 20240131; make'
                ' dates of them."'
            ),
        ),
        (
            f"COUNTA({below})>0",
            (
                '"Prices has more dates than there is room for:'
                f' {LAST_PRICE - FIRST_PRICE + 1:,}. Leave out the oldest."'
            ),
        ),
        (
            f'SUMPRODUCT(({later}<={earlier})*({later}<>""))>0',
            (
                '"The dates in Prices do not ascend: the oldest belongs first, each once, and old'
                ' prices below must go."'
            ),
        ),
    ]


def _of_names() -> list[tuple[str, str]]:
    last = f"${LAST_PRICE_COLUMN}${PRICE_HEADER}"
    left = f"{PRICES}!$B${PRICE_HEADER}:${xl_col_to_name(ROOM)}${PRICE_HEADER}"
    right = f"{PRICES}!$C${PRICE_HEADER}:{last}"
    row_of_names = f"{PRICES}!$B${PRICE_HEADER}:$XFD${PRICE_HEADER}"
    return [
        (
            "ISERROR(SUM(price_names))",
            f'"A name in row {PRICE_HEADER} of Prices is an error; type the name."',
        ),
        (
            "COUNTA(price_names)<2",
            (
                '"Names of at least one stock and the market belong into row'
                f' {PRICE_HEADER} of Prices."'
            ),
        ),
        (
            f'SUMPRODUCT(({left}="")*({right}<>""))>0',
            (
                f'"A name is missing in row {PRICE_HEADER} of Prices; put in the name, or take the'
                ' column out."'
            ),
        ),
        (
            f"COUNTA({row_of_names})>COUNTA(price_names)",
            (
                f'"Prices has more columns than there is room for: {ROOM} stocks and the market.'
                ' Take some out."'
            ),
        ),
        (
            'SUMPRODUCT((price_names&""=names_downwards)*(price_names<>""))>COUNTA(price_names)',
            '"Two columns of Prices have the same name; rename one, or take it out."',
        ),
        (
            "ISERROR(market_name)",
            '"The name of the market above is an error; type the name over its column in Prices."',
        ),
        (
            'IF(market_name="",FALSE,ISNA(MATCH(market_name,price_names,0)))',
            (
                '"No column of Prices has the name of the market that is chosen above; choose'
                ' one that has, or none for the last column."'
            ),
        ),
    ]


def _of_numbers() -> list[tuple[str, str]]:
    without_date = "SUM(count_of_prices)-SUM(count_of_dated_prices)"
    without_name = 'SUMPRODUCT((names_downwards="")*count_of_prices)'
    not_above_0 = 'COUNTIF(price_columns,"<=0")'
    return [
        (
            f"{without_date}>0",
            (
                f'"Prices in rows without a date: "&{without_date}&". Put in their dates, or clear'
                ' them."'
            ),
        ),
        (
            f"{without_name}>0",
            (
                f'"Prices in columns without a name: "&{without_name}&". Put the name into row'
                f' {PRICE_HEADER}, or clear them."'
            ),
        ),
        (
            f"{not_above_0}>0",
            (
                f'"Prices that are 0 or negative: "&{not_above_0}&". Correct them, or clear them'
                ' where there was no price."'
            ),
        ),
    ]


def _first(problems: list[tuple[str, str]]) -> str:
    """The sentence of the first condition that holds."""
    formula = NONE
    for condition, sentence in reversed(problems):
        formula = f"IF({condition},{sentence},{formula})"
    return formula
