Option Explicit

'What is done once when Excel has opened the add-in, and once when it has opened a workbook.

Public Sub XR_Later(procedure As String)
    Application.OnTime Now, "'" & ThisWorkbook.Name & "'!" & procedure
End Sub

Public Sub XR_Opened()
    'Start Python, so that the first formula does not wait, and see that it is ours.
    On Error GoTo failed
    XR_Describe
    XR_Shake
    XR_Reenter
    Exit Sub
failed:
    XR_Say Err.Description
End Sub

Public Sub XR_Shake()
    'Version handshake: a sentence comes back where add-in and package do not go together.
    Dim python As Object, answer As String
    Set python = XLPy()
    answer = python.Str(python.Call(python.Module("xlrisk.hosts.excel.server"), "handshake", python.Tuple(XR_Setting("version"), XR_Setting("xlwings"))))
    If answer <> "" Then XR_Say answer
End Sub

Public Sub XR_Reenter()
    'A formula that a program wrote, or that comes from another computer, is bound by re-entering it.
    'Nobody has asked for it, so nobody is told where it fails.
    On Error GoTo failed
    XR_Describe
    If ActiveWorkbook Is Nothing Then Exit Sub
    If XR_NeedsReentering(ActiveWorkbook) Then RunPython "opened"
failed:
End Sub

Private Function XR_NeedsReentering(book As Object) As Boolean
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

Public Sub XR_Say(message As String)
    'A message, unless nobody is there to read it and Excel would wait for ever.
    If Application.Visible And Application.Interactive And Application.DisplayAlerts Then MsgBox message, vbExclamation, "xlrisk"
End Sub
