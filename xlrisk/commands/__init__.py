"""What a command-line verb or a button does; how it is shown stands elsewhere."""
