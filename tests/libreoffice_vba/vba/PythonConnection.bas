' The way to the process that plays the COM server; filled in by the tests.
Private listener As Object
Private messages As String
Private timers As String
Private wasHeard As Boolean

Public Sub Connect(given As Object)
    Set listener = given
End Sub

Public Sub Disconnect()
    Set listener = Nothing
End Sub

Public Sub NoteMessage(message As String)
    messages = messages & message
End Sub

Public Function TakeMessages() As String
    TakeMessages = messages
    messages = ""
End Function

Public Sub NoteTimer(procedure As String, seconds As Long)
    timers = timers & procedure & " in " & seconds & " s" & Chr(10)
End Sub

Public Function TakeTimers() As String
    TakeTimers = timers
    timers = ""
End Function

Public Sub WatchEsc()
    Application.EnableCancelKey = 1
    wasHeard = False
End Sub

Public Function EscWasHeard() As Boolean
    ' Whether Esc could have ended VBA while it was asking Python.
    EscWasHeard = wasHeard
End Function

Public Function EscIsHeard() As Boolean
    EscIsHeard = Application.EnableCancelKey
End Function

Public Function Ask(question As Variant) As Variant
    Dim answer As Variant
    wasHeard = wasHeard Or Application.EnableCancelKey
    answer = listener.invoke(question, Array(), Array())
    If answer(0) = "failed" Then Err.Raise 1000, "Python", answer(1)
    If answer(0) = "rows" Then
        Ask = Rectangle(answer(1))
    Else
        Ask = answer(1)
    End If
End Function

Public Function AsSent(Optional value As Variant) As Variant
    ' An argument as COM would send it: what is missing, a range or an error says so.
    If IsMissing(value) Then
        AsSent = Array("missing")
    ElseIf IsObject(value) Then
        AsSent = RangeAsSent(value)
    ElseIf IsError(value) Then
        AsSent = Array("an error", CStr(value))
    Else
        AsSent = Array("a value", value)
    End If
End Function

Private Function RangeAsSent(given As Variant) As Variant
    ' By itself: LibreOffice stumbles over the members of what may be a number.
    RangeAsSent = Array("a range", given.Worksheet.Name, given.Address, given.Value)
End Function

Private Function Rectangle(rows As Variant) As Variant
    ' Rows as an array of two dimensions, which COM delivers and UNO does not.
    Dim i As Long, j As Long, cells() As Variant
    ReDim cells(0 To UBound(rows), 0 To UBound(rows(0))) As Variant
    For i = 0 To UBound(rows)
        For j = 0 To UBound(rows(0))
            cells(i, j) = rows(i)(j)
        Next j
    Next i
    Rectangle = cells
End Function
