"""What came of a refresh: a line for the status bar, and what the user has to read."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..wording import at_most, counted

_NAMED = 3  # cells that the status bar names


@dataclass
class Refreshed:
    """What was done, as it goes on."""

    formulas: int = 0  # that call ours
    reentered: int = 0
    failures: dict[str, str] = field(default_factory=dict)  # not entered: the cell, the reason
    protected: dict[str, int] = field(default_factory=dict)  # sheets left alone, cells on each
    errors: list[str] = field(default_factory=list)  # cells that show an error in the end
    interrupted: bool = False
    seconds: float = 0.0

    def __str__(self) -> str:
        """One short line: count, time, errors."""
        if not self.formulas:
            return "No formula here calls a function of xlrisk" + (
                "; interrupted by Esc." if self.interrupted else "."
            )
        parts = [f"{counted(self.formulas, 'formula')} of xlrisk in {self.seconds:.1f} s"]
        if self.reentered:
            parts.append(f"{self.reentered:,} entered anew")
        if self.errors:
            shown = ", ".join(self.errors[:_NAMED]) + (", ..." if len(self.errors) > _NAMED else "")
            parts.append(f"{len(self.errors):,} ({shown}) in error (Explain cell says why)")
        if self._left:
            parts.append(f"{self._left:,} left as they were")
        if self.interrupted:
            parts.append("interrupted by Esc: refresh again for the rest")
        return "; ".join(parts) + "."

    @property
    def told(self) -> str:
        """What could not be entered, a line for each, with the reason; "" where all could."""
        if not self._left:
            return ""
        protected = [
            f"Sheet {sheet} is protected, {counted(cells, 'cell')} left: unprotect it and refresh."
            for sheet, cells in self.protected.items()
        ]
        failures = [f"{cell}: {why.rstrip('.')}." for cell, why in self.failures.items()]
        head = f"{counted(self._left, 'formula')} of xlrisk could not be entered anew:"
        return "\n".join([head, "", *at_most([*protected, *failures])])

    @property
    def _left(self) -> int:
        return len(self.failures) + sum(self.protected.values())
