"""LibreOffice runs the VBA that is shipped, from a typed formula to Python and back to the cell.

    cell ── shipped VBA ── double of the DLL ── xlwings' server and call_udf ── xlrisk ── cell
            (LibreOffice)   (vba/, office_side)  (com_server, pywin32 stubbed)

One thing is replaced: where the VBA would load xlwings' DLL and talk COM, a double talks to a
process that holds the real `XLPython` object of xlwings. This is no Excel, and says nothing of one:
what LibreOffice shows for CVErr(2042), say, is the text "Error 2042".
"""
