"""CONVERT: units of measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ._bodies import overrides_of
from ._cells import Fault, Override, Value, checked, strict_number, text

_PREFIXES = {
    "Y": 1e24, "Z": 1e21, "E": 1e18, "P": 1e15, "T": 1e12, "G": 1e9, "M": 1e6, "k": 1e3,
    "h": 1e2, "da": 1e1, "e": 1e1, "d": 1e-1, "c": 1e-2, "m": 1e-3, "u": 1e-6, "n": 1e-9,
    "p": 1e-12, "f": 1e-15, "a": 1e-18, "z": 1e-21, "y": 1e-24,
}  # fmt: skip
_BINARY_PREFIXES = {
    f"{prefix}i": 1024.0**power for power, prefix in enumerate("kMGTPEZY", start=1)
} | {"Ki": 1024.0}

_INCH, _FOOT, _YARD, _MILE, _SEA_MILE = 0.0254, 0.3048, 0.9144, 1609.344, 1852.0
_SURVEY_MILE = 1609.3472186944373
_ANGSTROM, _LIGHT_YEAR, _PARSEC = 1e-10, 9460730472580800.0, 30856775812815532.0
_POINT = _INCH / 72
_POUND, _GALLON, _IMPERIAL_GALLON = 453.59237, 0.003785411784, 0.00454609
_GRAVITY = 9.80665
_HORSEPOWER = 550 * _FOOT * _POUND / 1000 * _GRAVITY

# by quantity: names of a unit, what one of it is in the first unit of the quantity, and for
# units that take prefixes the power to which a prefix is raised
_QUANTITIES: tuple[tuple[tuple[str, float, int], ...], ...] = (
    (  # gram
        ("g", 1.0, 1),
        ("u", 1.660538782e-24, 1),
        ("sg", 14593.902937206363, 0),
        ("lbm", _POUND, 0),
        ("ozm", _POUND / 16, 0),
        ("grain", _POUND / 7000, 0),
        ("cwt shweight", 100 * _POUND, 0),
        ("uk_cwt lcwt hweight", 112 * _POUND, 0),
        ("stone", 14 * _POUND, 0),
        ("ton", 2000 * _POUND, 0),
        ("uk_ton LTON brton", 2240 * _POUND, 0),
    ),
    (  # metre
        ("m", 1.0, 1),
        ("ang", _ANGSTROM, 1),
        ("ly", _LIGHT_YEAR, 1),
        ("parsec pc", _PARSEC, 1),
        ("mi", _MILE, 0),
        ("Nmi", _SEA_MILE, 0),
        ("in", _INCH, 0),
        ("ft", _FOOT, 0),
        ("yd", _YARD, 0),
        ("ell", 45 * _INCH, 0),
        ("Picapt Pica", _POINT, 0),
        ("pica", _INCH / 6, 0),
        ("survey_mi", _SURVEY_MILE, 0),
    ),
    (  # second
        ("sec s", 1.0, 1),
        ("yr", 31557600.0, 0),
        ("day d", 86400.0, 0),
        ("hr", 3600.0, 0),
        ("mn min", 60.0, 0),
    ),
    (  # pascal
        ("Pa p", 1.0, 1),
        ("atm at", 101325.0, 1),
        ("mmHg", 133.322, 1),
        ("psi", 6894.757293168362, 0),
        ("Torr", 101325 / 760, 0),
    ),
    (  # newton
        ("N", 1.0, 1),
        ("dyn dy", 1e-5, 1),
        ("pond", _GRAVITY / 1000, 1),
        ("lbf", _POUND / 1000 * _GRAVITY, 0),
    ),
    (  # joule
        ("J", 1.0, 1),
        ("e", 1e-7, 1),
        ("c", 4.184, 1),
        ("cal", 4.1868, 1),
        ("eV ev", 1.602176487e-19, 1),
        ("Wh wh", 3600.0, 1),
        ("HPh hh", 3600 * _HORSEPOWER, 0),
        ("flb", _FOOT * _POUND / 1000 * _GRAVITY, 0),
        ("BTU btu", 1055.05585262, 0),
    ),
    (("W w", 1.0, 1), ("HP h", _HORSEPOWER, 0), ("PS", 75 * _GRAVITY, 0)),  # watt
    (("T", 1.0, 1), ("ga", 1e-4, 1)),  # tesla
    (  # cubic metre
        ("m3 m^3", 1.0, 3),
        ("l L lt", 1e-3, 1),
        ("ang3 ang^3", _ANGSTROM**3, 3),
        ("tsp", _GALLON / 768, 0),
        ("tspm", 5e-6, 0),
        ("tbs", _GALLON / 256, 0),
        ("oz", _GALLON / 128, 0),
        ("cup", _GALLON / 16, 0),
        ("pt us_pt", _GALLON / 8, 0),
        ("uk_pt", _IMPERIAL_GALLON / 8, 1),
        ("qt", _GALLON / 4, 0),
        ("uk_qt", _IMPERIAL_GALLON / 4, 0),
        ("gal", _GALLON, 0),
        ("uk_gal", _IMPERIAL_GALLON, 0),
        ("barrel", 42 * _GALLON, 0),
        ("bushel", 0.03523907016688, 0),
        ("ft3 ft^3", _FOOT**3, 0),
        ("in3 in^3", _INCH**3, 0),
        ("ly3 ly^3", _LIGHT_YEAR**3, 0),
        ("mi3 mi^3", _MILE**3, 0),
        ("yd3 yd^3", _YARD**3, 0),
        ("Nmi3 Nmi^3", _SEA_MILE**3, 0),
        ("Picapt3 Picapt^3 Pica3 Pica^3", _POINT**3, 0),
        ("GRT regton", 100 * _FOOT**3, 0),
        ("MTON", 40 * _FOOT**3, 0),
    ),
    (  # square metre
        ("m2 m^2", 1.0, 2),
        ("ang2 ang^2", _ANGSTROM**2, 2),
        ("ar", 100.0, 1),
        ("uk_acre", _MILE**2 / 640, 0),
        ("us_acre", _SURVEY_MILE**2 / 640, 0),
        ("ft2 ft^2", _FOOT**2, 0),
        ("ha", 1e4, 0),
        ("in2 in^2", _INCH**2, 0),
        ("ly2 ly^2", _LIGHT_YEAR**2, 0),
        ("Morgen", 2500.0, 0),
        ("mi2 mi^2", _MILE**2, 0),
        ("Nmi2 Nmi^2", _SEA_MILE**2, 0),
        ("Picapt2 Pica2 Pica^2 Picapt^2", _POINT**2, 0),
        ("yd2 yd^2", _YARD**2, 0),
    ),
    (  # metre per second
        ("m/s m/sec", 1.0, 1),
        ("m/h m/hr", 1 / 3600, 1),
        ("mph", 0.44704, 1),
        ("kn", _SEA_MILE / 3600, 0),
        ("admkn", 1853.184 / 3600, 0),
    ),
    (("bit", 1.0, 1), ("byte", 8.0, 1)),
)
# kelvin from a degree: (degree + offset) x factor
_TEMPERATURES = {
    "K": (0.0, 1.0), "kel": (0.0, 1.0), "C": (273.15, 1.0), "cel": (273.15, 1.0),
    "F": (459.67, 1 / 1.8), "fah": (459.67, 1 / 1.8), "Rank": (0.0, 1 / 1.8),
    "Reau": (218.52, 1.25),
}  # fmt: skip
_WITH_PREFIXES = ("K", "kel")


@dataclass(frozen=True)
class _Unit:
    """What a unit measures, and what one of it is in the first unit of that quantity."""

    quantity: int
    size: float
    prefix_power: int


_UNITS: Mapping[str, _Unit] = {
    name: _Unit(quantity, size, power)
    for quantity, units in enumerate(_QUANTITIES)
    for names, size, power in units
    for name in names.split()
}
_BITS = _UNITS["bit"].quantity


def convert(value: Value, source: Value, target: Value) -> float:
    """A quantity in another unit; #N/A where the units do not fit or are unknown."""
    amount = strict_number(value)
    have, want = (_name(unit) for unit in (source, target))
    if (kelvin := _degrees(have)) is not None and (wanted := _degrees(want)) is not None:
        offset, factor = kelvin
        wanted_offset, wanted_factor = wanted
        return (
            amount if have == want else (amount + offset) * factor / wanted_factor - wanted_offset
        )
    left, right = _unit(have), _unit(want)
    if left.quantity != right.quantity:
        raise Fault("Na")
    return amount * left.size / right.size


def _name(value: Value) -> str:
    if isinstance(checked(value), bool):
        raise Fault("Value")
    return text(value)


def _unit(name: str) -> _Unit:
    """A unit by its name, which may begin with a prefix."""
    if name in _UNITS:
        return _UNITS[name]
    for length in (2, 1):
        prefix, unit = name[:length], _UNITS.get(name[length:])
        if unit is None or not unit.prefix_power:
            continue
        factor = _PREFIXES.get(prefix)
        if factor is None and unit.quantity == _BITS:
            factor = _BINARY_PREFIXES.get(prefix)
        if factor is not None:
            return _Unit(unit.quantity, unit.size * factor**unit.prefix_power, 0)
    raise Fault("Na")


def _degrees(name: str) -> tuple[float, float] | None:
    if name in _TEMPERATURES:
        return _TEMPERATURES[name]
    for unit in _WITH_PREFIXES:
        prefix = name.removesuffix(unit)
        if prefix != name and prefix in _PREFIXES:
            return 0.0, _PREFIXES[prefix]
    return None


OVERRIDES: dict[str, Override] = overrides_of({"CONVERT": (convert, 3, 3)})
