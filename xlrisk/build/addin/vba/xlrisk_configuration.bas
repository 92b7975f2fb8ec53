Option Explicit
Option Private Module

'What xlrisk is told on this computer: the sheet of the add-in itself, then the user's file; read
'once, and anew where Python cannot be started. Nothing else is read: a workbook that comes by mail
'must not choose the Python that runs.

Private settings As String
Private areRead As Boolean

Public Function XR_Setting(wanted As String) As String
    'The value of a name; empty when it is not given.
    Dim entry As Variant, place As Long
    If Not areRead Then
        settings = XR_OfTheAddIn() & Replace(XR_UserFile(), vbCr, "")
        areRead = True
    End If
    For Each entry In Split(settings, vbLf)
        place = InStr(entry, "=")
        If place > 0 Then
            If LCase$(Trim$(Left$(entry, place - 1))) = wanted Then
                XR_Setting = Trim$(Mid$(entry, place + 1))
                Exit Function
            End If
        End If
    Next entry
End Function

Public Sub XR_ForgetSettings()
    'They are read anew when one is asked for.
    areRead = False
End Sub

Private Function XR_OfTheAddIn() As String
    'The names and values on the sheet of the add-in; a name without a value says nothing.
    Dim sheet As Object, row As Long
    Set sheet = ThisWorkbook.Worksheets("xlrisk.conf")
    row = 1
    Do While sheet.Cells(row, 1).Value <> ""
        If sheet.Cells(row, 2).Value <> "" Then XR_OfTheAddIn = XR_OfTheAddIn & sheet.Cells(row, 1).Value & "=" & sheet.Cells(row, 2).Value & vbLf
        row = row + 1
    Loop
End Function
