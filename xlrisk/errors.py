"""Everything that xlrisk raises on purpose.

XlriskError
├── CellError     what a cell shows: an error value, and the sentence behind it
└── FileError     a file that cannot be read or written as asked

CellWarning is no error: other cells have their results.
"""


class XlriskError(Exception):
    """Base of all errors of xlrisk; its text is one sentence for the user."""


class CellError(XlriskError):
    """An error value of a worksheet.

    `code` is what the cell shows ("#DIV/0!"); `message` names the argument and the next step.
    `for_arrays` is the same sentence for who has arrays in the place of cells.
    """

    def __init__(self, code: str, message: str, for_arrays: str | None = None) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.for_arrays = message if for_arrays is None else for_arrays

    def __str__(self) -> str:
        return f"{self.code} {self.message}"


class FileError(XlriskError):
    """A file that cannot be read or written as asked."""


class CellWarning(UserWarning):
    """Some of many results are errors, which an array shows as NaN; the sentence behind one."""
