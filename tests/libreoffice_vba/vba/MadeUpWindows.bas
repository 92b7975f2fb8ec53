' A computer that tests make up: its files, its libraries, its settings, and whether Python starts.
Private there As String
Private configuration As String
Private processor As String
Private whyNot As String
Private begun As String

Public Sub MakeUp(paths As String, settings As String, processorNamed As String, notStarted As String)
    ' The paths that there are, each after a bar; `notStarted` is the reason why Python does not.
    there = paths
    configuration = settings
    processor = processorNamed
    whyNot = notStarted
    begun = ""
End Sub

Public Function Began() As String
    ' What was activated or loaded, a line for each.
    Began = begun
    begun = ""
End Function

Public Function IsThere(path As String) As Boolean
    IsThere = InStr(there & "|", "|" & path & "|") > 0
End Function

Public Function MadeUpConfiguration() As String
    MadeUpConfiguration = configuration
End Function

Public Function MadeUpSystem() As String
    MadeUpSystem = "Windows (64-bit) NT 10.00"
End Function

Public Function MadeUpEnviron(name As String) As String
    If name = "PROCESSOR_ARCHITECTURE" Then MadeUpEnviron = processor
End Function

Public Function MadeUpObject(name As String) As Object
    Dim made As New MadeUpObjects
    made.Name = name
    Set MadeUpObject = made
End Function

Public Function StrPtr(text As String) As String
    ' The text itself, where Windows would get its address.
    StrPtr = text
End Function

Public Function LoadLibraryW(path As String) As Long
    If IsThere(path) Then LoadLibraryW = 1
    If IsThere(path) Then begun = begun & "loaded " & path & Chr(10)
End Function

Public Function Activate64(answer As Variant, commandLine As String, mode As Long) As Long
    Activate64 = Activated("64", answer, commandLine)
End Function

Public Function Activate32(answer As Variant, commandLine As String, mode As Long) As Long
    Activate32 = Activated("32", answer, commandLine)
End Function

Private Function Activated(bits As String, answer As Variant, commandLine As String) As Long
    Dim server As New PythonServer
    begun = begun & bits & " bits: " & commandLine & Chr(10)
    If whyNot = "" Then
        Set answer = server
    Else
        answer = whyNot
        Activated = 1
    End If
End Function
