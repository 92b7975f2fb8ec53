"""Many workbooks: found, and each worked on in a bounded child process."""
