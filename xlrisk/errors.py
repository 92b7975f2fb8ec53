"""Everything that xlrisk raises on purpose.

XlriskError
├── CellError     what a cell shows: an error value, and the sentence behind it
└── FileError     a file that cannot be read or written as asked
"""


class XlriskError(Exception):
    """Base of all errors of xlrisk; its text is one sentence for the user."""


class CellError(XlriskError):
    """An error value of a worksheet.

    `code` is what the cell shows ("#DIV/0!"); `message` names the argument and the next step.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code} {self.message}"


class FileError(XlriskError):
    """A file that cannot be read or written as asked."""
