"""`python -m tests.recalculation`: what became of the corpus, for the record.

Writes corpus_outcomes.tsv, which the tests check, and docs/agreement.md; with --check it only says
whether they are up to date.
"""

from __future__ import annotations

import sys

from tests.recalculation.agreement import DOCUMENT, document
from tests.recalculation.corpus_runs import runs
from tests.recalculation.outcomes import TABLE, table


def main() -> None:
    found = list(runs())
    stale = []
    for path, text in ((TABLE, table(found)), (DOCUMENT, document(found))):
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"Not up to date: {', '.join(stale)}; run without --check.")


if __name__ == "__main__":
    main()
