"""Every worksheet function, declared once; all that hosts know comes from `FUNCTIONS`."""

from types import MappingProxyType

# Importing a category declares its functions; this is the order in which they are listed.
from . import prices_and_returns  # isort: skip
from . import beta  # isort: skip
from . import capm  # isort: skip
from . import portfolio  # isort: skip
from . import risk  # isort: skip
from . import correlation  # isort: skip
from . import about  # isort: skip
from .catalogue import FUNCTIONS as _DECLARED

#: Every function by its name, to be read only.
FUNCTIONS = MappingProxyType(_DECLARED)

__all__ = [
    "FUNCTIONS",
    "about",
    "beta",
    "capm",
    "correlation",
    "portfolio",
    "prices_and_returns",
    "risk",
]
