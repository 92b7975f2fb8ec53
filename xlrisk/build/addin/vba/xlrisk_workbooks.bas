Option Explicit
Option Private Module

'What there is to know of an open workbook.

Public Function XR_IsOfTheUser(book As Object) As Boolean
    'Whether it is there to be seen, which neither an add-in is nor PERSONAL.XLSB.
    Dim shown As Object
    For Each shown In book.Windows
        If shown.Visible Then XR_IsOfTheUser = True
    Next shown
End Function

Public Function XR_NeedsReentering(book As Object) As Boolean
    'Whether a cell shows #NAME?, or a formula reaches our functions through a link to a file, or
    'calls them: a program may have written it. Python finds out then whether Excel has bound it.
    Dim sheet As Object, begun As Single
    XR_NeedsReentering = XR_HasLinks(book)
    For Each sheet In book.Worksheets
        If XR_NeedsReentering Then Exit Function
        XR_NeedsReentering = XR_HasUnknownNames(sheet)
    Next sheet
    begun = Timer
    For Each sheet In book.Worksheets
        If XR_NeedsReentering Then Exit Function
        XR_NeedsReentering = XR_CallsOurs(sheet, begun)
    Next sheet
End Function

Public Function XR_CallsOurs(sheet As Object, begun As Single) As Boolean
    'Whether a formula of a sheet calls one of our functions. No large workbook of others is to wait
    'for the answer: half a second after the beginning it is no, and Refresh finds out.
    Dim used As Object, names As String, content As Variant, formula As Variant
    Dim top As Long, bottom As Long, height As Long, width As Long
    On Error GoTo none
    names = XR_Names()
    Set used = sheet.UsedRange
    width = used.Columns.Count
    height = 20000 \ width + 1
    For top = 1 To used.Rows.Count Step height
        If Abs(Timer - begun) > 0.5 Then Exit Function
        bottom = top + height - 1
        If bottom > used.Rows.Count Then bottom = used.Rows.Count
        content = sheet.Range(used.Cells(top, 1), used.Cells(bottom, width)).Formula
        If Not IsArray(content) Then content = Array(content)
        For Each formula In content
            If InStr(formula, "_") > 0 And InStr(formula, "(") > 0 Then
                If XR_NamesOurs(CStr(formula), names) Then
                    XR_CallsOurs = True
                    Exit Function
                End If
            End If
        Next formula
    Next top
none:
End Function

Private Function XR_NamesOurs(formula As String, names As String) As Boolean
    'Whether what stands before one of its brackets is the name of one of our functions.
    Dim text As String, bracket As Long, first As Long
    text = Replace(UCase$(formula), "_XLDUDF_XLRISK_", "")
    bracket = InStr(text, "(")
    Do While bracket > 0 And Not XR_NamesOurs
        first = bracket
        Do While Mid$(" " & text, first, 1) Like "[A-Z0-9_]"
            first = first - 1
        Loop
        XR_NamesOurs = InStr(names, " " & Mid$(text, first, bracket - first) & " ") > 0
        bracket = InStr(bracket + 1, text, "(")
    Loop
End Function

Private Function XR_HasLinks(book As Object) As Boolean
    Dim source As Variant, sources As Variant
    On Error GoTo none
    sources = book.LinkSources(1) 'xlExcelLinks; empty when there are none
    If Not IsArray(sources) Then Exit Function
    For Each source In sources
        If LCase$(source) Like "*xlrisk.xlam" Then XR_HasLinks = True
    Next source
none:
End Function

Private Function XR_HasUnknownNames(sheet As Object) As Boolean
    Dim block As Object, content As Variant, value As Variant
    On Error GoTo none 'Excel raises an error where no formula shows one, or a sheet is protected
    For Each block In sheet.UsedRange.SpecialCells(-4123, 16).Areas 'xlCellTypeFormulas, xlErrors
        content = block.Value
        If Not IsArray(content) Then content = Array(content)
        For Each value In content
            If IsError(value) Then
                If value = CVErr(2029) Then
                    XR_HasUnknownNames = True
                    Exit Function
                End If
            End If
        Next value
    Next block
none:
End Function
