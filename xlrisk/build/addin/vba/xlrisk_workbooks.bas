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
    'Whether a cell shows #NAME?, or a formula reaches our functions through a link to a file.
    Dim sheet As Object
    XR_NeedsReentering = XR_HasLinks(book)
    For Each sheet In book.Worksheets
        If XR_NeedsReentering Then Exit Function
        XR_NeedsReentering = XR_HasUnknownNames(sheet)
    Next sheet
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
