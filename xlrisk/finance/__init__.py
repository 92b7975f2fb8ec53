"""The mathematics: float arrays in, numbers out; no spreadsheet is known here.

A module is loaded when it is first used (`finance.regression`), so that declaring the functions
of the catalogue does not load numpy.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import beta as beta
    from . import capm as capm
    from . import correlation as correlation
    from . import covariance as covariance
    from . import portfolio as portfolio
    from . import portfolio_risk as portfolio_risk
    from . import prices as prices
    from . import regression as regression
    from . import returns as returns
    from . import risk as risk


def __getattr__(name: str) -> ModuleType:
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{name}":
            raise
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
