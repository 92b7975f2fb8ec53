Option Explicit

'What is done once when Excel has opened the add-in, and once when it has opened a workbook.

Private waiting As String 'the names of workbooks that are to be looked at, each between line feeds

Public Sub XR_Later(procedure As String, seconds As Long)
    'After so many seconds, as soon as Excel is idle.
    Application.OnTime Now + TimeSerial(0, 0, seconds), "'" & ThisWorkbook.Name & "'!" & procedure
End Sub

Public Sub XR_Opened()
    'Start Python, so that the first formula does not wait, and see that it is ours.
    Dim book As Object
    Application.EnableCancelKey = 0 'xlDisabled: nobody knows here what an Esc would stop
    XR_Say XR_Shaken()
    For Each book In Workbooks
        XR_Await book.Name
    Next book
    XR_Reenter
    Application.EnableCancelKey = 1 'xlInterrupt, as always
End Sub

Private Function XR_Shaken() As String
    'Version handshake: a sentence where add-in and package do not go together, or Python fails.
    Dim python As Object
    On Error GoTo failed
    Set python = XLPy()
    XR_Shaken = python.Str(python.Call(python.Module("xlrisk.hosts.excel.server"), "handshake", python.Tuple(XR_Setting("version"), XR_Setting("xlwings"))))
    Exit Function
failed:
    XR_Shaken = Err.Description
End Function

Public Sub XR_WorkbookOpened(ByVal book As Object)
    'Several may be opened before Excel is idle, and the active one is the last of them only.
    XR_Await book.Name
    XR_Later "XR_Reenter", 0
End Sub

Private Sub XR_Await(bookName As String)
    If InStr(waiting, vbLf & bookName & vbLf) = 0 Then waiting = waiting & vbLf & bookName & vbLf
End Sub

Public Sub XR_Reenter()
    'A formula that a program wrote, or that comes from another computer, is bound by re-entering it.
    Dim bookName As Variant, names As String
    Application.EnableCancelKey = 0 'xlDisabled: Esc is for Python, which ends in order
    XR_Describe
    names = waiting
    waiting = ""
    For Each bookName In Split(names, vbLf)
        If bookName <> "" Then XR_ReenterBook CStr(bookName)
    Next bookName
    Application.EnableCancelKey = 1 'xlInterrupt, as always
End Sub

Private Sub XR_ReenterBook(bookName As String)
    'Nobody has asked for it, so nobody is told where it fails, or the workbook is closed again.
    Dim book As Object
    On Error GoTo failed
    Set book = Workbooks(bookName)
    If Not XR_IsOfTheUser(book) Then Exit Sub
    If Not XR_NeedsReentering(book) Then Exit Sub
    RunPython "opened", book
    XR_StatusWasSet
failed:
End Sub

Public Sub XR_Say(message As String)
    'A message, unless it is empty, or nobody is there to read it and Excel would wait for ever.
    If message = "" Then Exit Sub
    If Application.Visible And Application.Interactive And Application.DisplayAlerts Then XR_Show message
End Sub
