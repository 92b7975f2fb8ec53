"""Excel on the desktop, through xlwings.

The add-in's VBA has xlwings import `functions` in a Python process of its own, which `server`
looks after. Nothing of xlrisk imports xlwings but the modules here, and these only when used.
"""
