"""`python -m xlrisk` does what `xlrisk` does."""

from .cli import main

main()
