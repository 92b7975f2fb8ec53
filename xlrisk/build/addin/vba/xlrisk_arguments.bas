Option Explicit
Option Private Module

'What goes to Python: ranges, cut at the last used row and column of their workbook where they go
'on to the edge of the sheet. The cut is the same for every argument, so whole columns match.

Public XR_Listens As Boolean 'whether Excel tells us when it has calculated

Private known As String 'the workbook whose last cell is known while Excel calculates
Private knownAt As Single 'and for a second: the wizard and conditional formats call functions, too
Private knownRow As Long, knownColumn As Long

Public Function XR_Arguments(given As Variant) As Variant
    Dim k As Long, lastRow As Long, lastColumn As Long
    For k = LBound(given) To UBound(given)
        If XR_IsRange(given(k)) Then
            If given(k).Areas.Count > 1 Then Err.Raise 1002, "xlrisk", "An argument is several ranges; give one."
            If XR_IsOpenEnded(given(k)) Then XR_Reach given(k).Worksheet.Parent, lastRow, lastColumn
        End If
    Next k
    If lastRow > 0 Then
        For k = LBound(given) To UBound(given)
            If XR_IsRange(given(k)) Then
                If XR_IsOpenEnded(given(k)) Then Set given(k) = XR_Cut(given(k), lastRow, lastColumn)
            End If
        Next k
    End If
    XR_Arguments = given
End Function

Public Function XR_Book() As Object
    'Of the formula's own workbook xlwings would look at every sheet.
    Set XR_Book = ThisWorkbook
End Function

Public Sub XR_ForgetLastCell()
    known = ""
End Sub

Private Function XR_IsRange(Optional given As Variant) As Boolean
    'Optional, as an argument that the formula leaves out comes here, too.
    If IsObject(given) Then XR_IsRange = TypeName(given) = "Range"
End Function

Private Function XR_IsOpenEnded(cells As Variant) As Boolean
    XR_IsOpenEnded = XR_Bottom(cells) = cells.Worksheet.Rows.Count Or XR_Right(cells) = cells.Worksheet.Columns.Count
End Function

Private Function XR_Cut(cells As Variant, lastRow As Long, lastColumn As Long) As Object
    Dim rowCount As Long, columnCount As Long
    rowCount = cells.Rows.Count
    columnCount = cells.Columns.Count
    If XR_Bottom(cells) = cells.Worksheet.Rows.Count Then rowCount = XR_Larger(1, lastRow - cells.Row + 1)
    If XR_Right(cells) = cells.Worksheet.Columns.Count Then columnCount = XR_Larger(1, lastColumn - cells.Column + 1)
    Set XR_Cut = cells.Resize(rowCount, columnCount)
End Function

Private Sub XR_Reach(book As Object, ByRef lastRow As Long, ByRef lastColumn As Long)
    'Raise these to the last used row and column of any sheet.
    Dim sheet As Object
    If book.FullName <> known Or Abs(Timer - knownAt) > 1 Then
        known = ""
        knownRow = 1
        knownColumn = 1
        For Each sheet In book.Worksheets
            knownRow = XR_Larger(knownRow, XR_Bottom(sheet.UsedRange))
            knownColumn = XR_Larger(knownColumn, XR_Right(sheet.UsedRange))
        Next sheet
        If XR_Listens And Application.EnableEvents Then known = book.FullName
        knownAt = Timer
    End If
    lastRow = XR_Larger(lastRow, knownRow)
    lastColumn = XR_Larger(lastColumn, knownColumn)
End Sub

Private Function XR_Bottom(cells As Variant) As Long
    XR_Bottom = cells.Row + cells.Rows.Count - 1
End Function

Private Function XR_Right(cells As Variant) As Long
    XR_Right = cells.Column + cells.Columns.Count - 1
End Function

Private Function XR_Larger(one As Long, other As Long) As Long
    XR_Larger = IIf(one > other, one, other)
End Function
