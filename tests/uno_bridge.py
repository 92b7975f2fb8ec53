"""What every program that talks to a running LibreOffice needs of UNO.

UNO belongs to the system's own Python, so this is read there: it takes the standard library only,
and what runs it has the repository on its path.
"""

from __future__ import annotations

import time
from typing import Any


def connected(address: str, seconds: float) -> Any:
    """The desktop of a LibreOffice that was just started, and takes its time to listen."""
    import uno  # type: ignore[import-not-found]

    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here
    )
    for _ in range(round(seconds * 10)):
        try:
            there = resolver.resolve(f"uno:{address}StarOffice.ComponentContext")
        except Exception:  # it does not listen yet
            time.sleep(0.1)
        else:
            return there.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", there
            )
    raise TimeoutError("LibreOffice does not answer")


def property_of(name: str, value: object) -> Any:
    """A named value, as UNO's methods take their options."""
    from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

    return PropertyValue(Name=name, Value=value)
