"""Worksheet functions of Excel that the engine lacks or calculates differently.

Each module has its own `OVERRIDES`; here they are gathered under their plain upper-case names.
The host registers each under every spelling that workbooks use.
"""

from __future__ import annotations

from importlib import import_module

from ._cells import Override

_MODULES = [
    import_module(f".{name}", __name__)
    for name in (
        "aggregate",
        "annuities",
        "arrays",
        "cash_flows",
        "coupons",
        "criteria",
        "databases",
        "dates",
        "discounts",
        "distributions",
        "divisors",
        "elementwise",
        "information",
        "joined_texts",
        "logic",
        "lookups",
        "matrices",
        "modes",
        "number_systems",
        "numbers_from_texts",
        "rounding",
        "securities",
        "sums",
        "text_formats",
        "text_splits",
        "texts",
        "trigonometry",
        "units",
        "workdays",
    )
]

OVERRIDES: dict[str, Override] = {
    name: override for module in _MODULES for name, override in module.OVERRIDES.items()
}
