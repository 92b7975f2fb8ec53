Option Explicit

'What the controls of the ribbon call. The tag of a control is the name of its command.

Private ribbon As IRibbonUI
Private hasWorkbook As Boolean 'as the controls were told last

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
    hasWorkbook = Not (ActiveWorkbook Is Nothing)
    answer = hasWorkbook
End Sub

Public Sub XR_WorkbookShown()
    If Not hasWorkbook Then XR_AskAgain
End Sub

Public Sub XR_WorkbookHidden()
    'The last one is still counted while it closes; add-ins never are.
    If Workbooks.Count <= 1 Then XR_AskAgain
End Sub

Public Sub XR_Command(command As String)
    On Error GoTo failed
    RunPython command
    Exit Sub
failed:
    XR_Say Err.Description
End Sub

Private Sub XR_AskAgain()
    'Have Excel ask what is enabled. The ribbon is lost when an error stops VBA; it stays as it is.
    If Not ribbon Is Nothing Then ribbon.Invalidate
End Sub
