' What Excel tells the add-in, as tests tell it.

Public Sub WorkbookOpened(bookName As String)
    XR_WorkbookOpened Workbooks(bookName)
End Sub
