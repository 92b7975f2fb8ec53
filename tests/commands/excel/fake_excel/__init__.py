"""The objects of Excel that the commands touch, with the habits that matter to them.

- A formula of ours that was loaded, and not entered, shows the value of its file until it is
  calculated, and #NAME? then, or what IFERROR or IF make of that; only entering it binds it.
- A change makes the workbook ask to be saved.
- Value2 takes texts as if typed: "#N/A" becomes an error, "1/2" a date, "'1/2" a text.
- A cell formatted as text takes everything as text. A property of a range whose cells differ is
  None. One cell comes alone, a block as a tuple of rows; an error is an integer.
- A protected sheet, a part of an array and an array in merged cells are refused, by com_error.
- Every access to a property or method of a range counts: in life it is a call to another process.
"""

from __future__ import annotations

from .application import Application as Application
from .cells import AUTOMATIC as AUTOMATIC
from .cells import ERRORS as ERRORS
from .cells import Cell as Cell
from .cells import ComError as ComError
from .ranges import Range as Range
from .sheets import Chart as Chart
from .workbooks import Workbook as Workbook
