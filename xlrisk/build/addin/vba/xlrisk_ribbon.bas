Option Explicit

'What the controls of the ribbon call. The tag of a control is the name of its command.

Private ribbon As IRibbonUI
Private hasWorkbook As Boolean 'as the controls were told last
Private statusTimers As Long 'that have not come yet

Public Sub XR_RibbonLoaded(loaded As IRibbonUI)
    Set ribbon = loaded
End Sub

Public Sub XR_Press(control As IRibbonControl)
    XR_Command control.Tag
End Sub

Public Sub XR_Choose(control As IRibbonControl, chosen As String, index As Integer)
    'An item of a gallery has the name of the gallery before its own: xlrisk_insert_template.capm_table
    XR_Command control.Tag & ":" & Mid$(chosen, InStr(chosen, ".") + 1)
End Sub

Public Sub XR_IsEnabled(control As IRibbonControl, ByRef answer As Variant)
    'Commands that work on a workbook need one.
    hasWorkbook = False
    If Not (ActiveWorkbook Is Nothing) Then hasWorkbook = XR_IsOfTheUser(ActiveWorkbook)
    answer = hasWorkbook
End Sub

Public Sub XR_WorkbookShown()
    If Not hasWorkbook Then XR_AskAgain
End Sub

Public Sub XR_WorkbookHidden()
    'The last one is still counted while it closes, and still active: Excel is to ask afterwards.
    Dim book As Object, remaining As Long
    For Each book In Workbooks
        If XR_IsOfTheUser(book) Then remaining = remaining + 1
    Next book
    If remaining <= 1 Then XR_Later "XR_AskAgain", 0
End Sub

Public Sub XR_Command(command As String)
    'What it has to tell is shown when Python is done: until then Excel would not even be drawn.
    Application.EnableCancelKey = 0 'xlDisabled: Esc is for Python, which ends in order
    XR_Say XR_Outcome(command)
    XR_StatusWasSet
    Application.EnableCancelKey = 1 'xlInterrupt, as always
End Sub

Private Function XR_Outcome(command As String) As String
    'What a command has to tell; empty when that is nothing.
    Dim book As Object
    On Error GoTo failed
    Set book = ActiveWorkbook
    If book Is Nothing Then Set book = ThisWorkbook
    XR_Outcome = RunPython(command, book)
    Exit Function
failed:
    XR_Outcome = Err.Description
End Function

Public Sub XR_StatusWasSet()
    'Give the status bar back to Excel once there was time to read it.
    On Error GoTo failed
    XR_Later "XR_ClearStatus", 20
    statusTimers = statusTimers + 1
failed:
End Sub

Public Sub XR_ClearStatus()
    'Only the last timer does, and only where nobody else has written there since.
    If statusTimers > 0 Then statusTimers = statusTimers - 1
    If statusTimers = 0 And Left$(CStr(Application.StatusBar), 7) = "xlrisk:" Then Application.StatusBar = False
End Sub

Public Sub XR_AskAgain()
    'Have Excel ask what is enabled. The ribbon is lost when an error stops VBA; it stays as it is.
    If Not ribbon Is Nothing Then ribbon.Invalidate
End Sub
