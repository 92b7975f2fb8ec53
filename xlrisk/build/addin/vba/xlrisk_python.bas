Option Explicit
Option Private Module

'The way to Python. The library of xlwings starts a server in the interpreter that is configured
'and hands over its object XLPython; everything that only Windows has stands in this module.

'Declared for both kinds of Excel: a library is looked for when one of its functions is called.
Private Declare PtrSafe Function Activate64 Lib "xlwings64-@xlwings@.dll" Alias "XLPyDLLActivateAuto" (ByRef answer As Variant, ByVal commandLine As String, ByVal mode As Long) As Long
Private Declare PtrSafe Function Activate32 Lib "xlwings32-@xlwings@.dll" Alias "XLPyDLLActivateAuto" (ByRef answer As Variant, ByVal commandLine As String, ByVal mode As Long) As Long
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr
Private Declare PtrSafe Function MessageBoxW Lib "user32" (ByVal owner As LongPtr, ByVal message As LongPtr, ByVal caption As LongPtr, ByVal kind As Long) As Long

Private serverCommand As String 'empty until the library is loaded
Private failure As String, nextTry As Date 'of starting Python

Public Function XLPy() As Object
    'The server; started when there is none, also after it has ended.
    Dim answer As Variant, status As Long
    If failure <> "" And Now < nextTry Then XR_Fail failure
    If serverCommand = "" Then serverCommand = XR_Prepared()
    If XR_Is64Bit() Then
        status = Activate64(answer, serverCommand, 1)
    Else
        status = Activate32(answer, serverCommand, 1)
    End If
    If status <> 0 Then XR_Unavailable "Python does not start. Run `xlrisk doctor` in a command prompt. " & CStr(answer)
    failure = ""
    Set XLPy = answer
End Function

Public Function RunPython(command As String, book As Object) As String
    'Run a command in the server for a workbook, which xlwings finds as BOOK_CALLER; what comes back
    'is for the user to read. A shape of any workbook can call procedures of an add-in with texts of
    'its own: what is no name is refused here, and Python looks names up and runs no text as code.
    Dim python As Object
    If command = "" Or command Like "*[!a-z_:]*" Then XR_Fail "xlrisk has no command of this name. Use the buttons of its tab."
    failure = "" 'who presses a button may have mended it
    Set python = XLPy()
    python.SetAttr python.Module("xlwings._xlwindows"), "BOOK_CALLER", book
    RunPython = python.Str(python.Call(python.Module("xlrisk.commands.ribbon"), "run", python.Tuple(command)))
End Function

Public Sub XR_Show(message As String)
    'MsgBox, which is all that macOS has, cuts long messages and loses letters of other code pages.
    On Error GoTo plain
    MessageBoxW Application.Hwnd, StrPtr(message), StrPtr("xlrisk"), 64 'MB_ICONINFORMATION
    Exit Sub
plain:
    MsgBox message, vbInformation, "xlrisk"
End Sub

Public Function XR_UserFile() As String
    'The text of the user's configuration; empty when there is none.
    Dim stream As Object
    On Error GoTo none
    Set stream = CreateObject("ADODB.Stream")
    stream.Charset = "utf-8"
    stream.Open
    stream.LoadFromFile XR_UserPath()
    XR_UserFile = stream.ReadText()
    stream.Close
none:
End Function

Private Function XR_UserPath() As String
    XR_UserPath = XR_Profile() & "\xlrisk\xlrisk.conf"
End Function

Private Function XR_Profile() As String
    'Environ would lose letters that the code page of the computer does not have.
    XR_Profile = CreateObject("WScript.Shell").ExpandEnvironmentStrings("%APPDATA%")
End Function

Private Function XR_Prepared() As String
    'The command that starts the server, once everything that it needs is found.
    Dim python As String, library As String
    If InStr(Application.OperatingSystem, "Macintosh") > 0 Then XR_Unavailable "xlwings has no worksheet functions on macOS. Use xlrisk recalc, or Excel on Windows."
    python = XR_Setting("interpreter")
    If python = "" Then XR_Unavailable "xlrisk does not know its Python. Run `xlrisk excel install` in a command prompt, then press Refresh workbook."
    If Not (python Like "[A-Za-z]:\*" Or python Like "\\*") Then XR_Unavailable "The interpreter in xlrisk.conf, " & python & ", is no full path. Run `xlrisk excel install`, then press Refresh workbook."
    If Not CreateObject("Scripting.FileSystemObject").FileExists(python) Then XR_Unavailable "Python is no longer at " & python & ". Run `xlrisk excel install` where xlrisk is installed now, then press Refresh workbook."
    library = "xlwings" & IIf(XR_Is64Bit(), "64", "32") & "-@xlwings@.dll"
    If Not XR_IsLoaded(library, XR_Folder(python)) Then XR_Unavailable library & " is not beside " & python & ". Run `""" & XR_Folder(python) & "\python.exe"" -m xlrisk doctor` in a command prompt, which says where to get it."
    '-P: no folder of a workbook, which may be the current one, is a place for modules
    XR_Prepared = """" & XR_Plain(python) & """ -P -B -c ""import xlrisk.hosts.excel.server as server; server.serve('$(CLSID)')"""
End Function

Private Function XR_IsLoaded(library As String, folder As String) As Boolean
    'Beside Python; above it, in a virtual environment; or where pip puts it for one user.
    Dim place As Variant, path As String
    For Each place In Array(folder, XR_Folder(folder), XR_Profile() & "\Python")
        path = place & "\" & library
        'without a folder it would be whatever drive a workbook has made the current one
        If place <> "" And Not XR_IsLoaded Then XR_IsLoaded = LoadLibraryW(StrPtr(path)) <> 0
    Next place
End Function

Private Sub XR_Unavailable(reason As String)
    'Thousands of formulas must not try, one after the other, what has just failed. What then is
    'tried is read anew, as `xlrisk excel install` may have changed it.
    failure = reason
    nextTry = Now + TimeSerial(0, 0, 20)
    serverCommand = ""
    XR_ForgetSettings
    XR_Fail failure
End Sub

Private Function XR_Is64Bit() As Boolean
    'Of Excel, not of Windows
    XR_Is64Bit = Environ("PROCESSOR_ARCHITECTURE") <> "x86"
End Function

Private Function XR_Plain(path As String) As String
    'The library takes letters of the code page only; the short path has no others.
    XR_Plain = path
    If StrConv(StrConv(path, vbFromUnicode), vbUnicode) <> path Then XR_Plain = CreateObject("Scripting.FileSystemObject").GetFile(path).ShortPath
End Function

Private Function XR_Folder(path As String) As String
    'Empty above a drive
    If InStr(path, "\") > 0 Then XR_Folder = Left$(path, InStrRev(path, "\") - 1)
End Function

Private Sub XR_Fail(message As String)
    Err.Raise 1001, "xlrisk", message
End Sub
