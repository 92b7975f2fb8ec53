Option Explicit
Option Private Module

'What comes from Python. It cannot send an error value (pywin32 drops the code), so it sends the
'text "#N/A", as a cell shows it, and the cell gets the error value #N/A from here.

Public Function XR_Result(answer As Variant) As Variant
    Dim i As Long, j As Long
    If Not IsArray(answer) Then
        XR_Result = XR_Cell(answer)
        Exit Function
    End If
    If XR_IsRow(answer) Then
        For i = LBound(answer) To UBound(answer)
            answer(i) = XR_Cell(answer(i))
        Next i
    Else
        For i = LBound(answer, 1) To UBound(answer, 1)
            For j = LBound(answer, 2) To UBound(answer, 2)
                answer(i, j) = XR_Cell(answer(i, j))
            Next j
        Next i
    End If
    XR_Result = answer
End Function

Private Function XR_Cell(content As Variant) As Variant
    XR_Cell = content
    If VarType(content) <> vbString Then Exit Function
    If Left$(content, 1) <> "#" Then Exit Function
    Select Case content
        Case "#NULL!": XR_Cell = CVErr(2000)
        Case "#DIV/0!": XR_Cell = CVErr(2007)
        Case "#VALUE!": XR_Cell = CVErr(2015)
        Case "#REF!": XR_Cell = CVErr(2023)
        Case "#NAME?": XR_Cell = CVErr(2029)
        Case "#NUM!": XR_Cell = CVErr(2036)
        Case "#N/A": XR_Cell = CVErr(2042)
    End Select
End Function

Private Function XR_IsRow(answer As Variant) As Boolean
    'An array with one dimension only has no second to ask for.
    Dim last As Long
    On Error GoTo one
    last = UBound(answer, 2)
    Exit Function
one:
    XR_IsRow = True
End Function
