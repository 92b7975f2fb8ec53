"""The reference of the functions: complete, read as GitHub reads it, and never out of date."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt  # comes with rich
from markdown_it.token import Token

import xlrisk
from xlrisk.build import reference
from xlrisk.build.markdown import anchor, paragraph, prose, table
from xlrisk.cli import cli
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Example, Function

ROOT = Path(__file__).parents[2]
PAGES = {path: content.decode() for path, content in reference.pages().items()}
INDEX = reference.FOLDER / reference.INDEX
MARKDOWN = MarkdownIt("commonmark").enable("table")
every_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)


def section(function: Function) -> str:
    """What its page says of a function."""
    page = PAGES[reference.FOLDER / reference.page_of(function.category)]
    _, _, rest = page.partition(f"\n## {function.name}\n")
    return rest.partition("\n## ")[0]


def shown(markdown: str) -> list[str]:
    """The texts as they are shown: of paragraphs, cells, items and blocks of code."""

    def text(token: Token) -> str:
        return "".join(" " if t.type == "softbreak" else t.content for t in token.children or [])

    tokens = MARKDOWN.parse(markdown)
    return [
        text(token) if token.type == "inline" else token.content
        for token in tokens
        if token.type in ("inline", "fence")
    ]


@every_function
def test_everything_that_the_catalogue_says_is_shown(function: Function) -> None:
    texts = shown(section(function))
    everything = " ".join(" ".join(texts).split())
    said = [
        *(function.summary, *function.details, function.formula, function.source),
        *(argument.name for argument in function.arguments),
        *(argument.text for argument in function.arguments),
        *(argument.kind.unit for argument in function.arguments),
        *(f'"{word}": {m}' for a in function.arguments for word, m in a.kind.choices.items()),
        *(text for error in function.errors for text in error),
        *(example.about for example in function.examples),
        *function.see_also,
    ]
    assert [text for text in said if " ".join(text.split()) not in everything] == []
    assert [text for text in texts if text.startswith("Example ")] == [
        f"Example {number}: {example.about}" for number, example in enumerate(function.examples, 1)
    ]


@every_function
def test_every_table_is_one_with_as_many_cells_in_each_row(function: Function) -> None:
    lines = re.sub(r"```.*?```", "", section(function), flags=re.DOTALL).splitlines()
    written = sum(line.startswith("|") and not lines[i - 1] for i, line in enumerate(lines))
    tokens = [token.type for token in MARKDOWN.parse(section(function))]
    assert tokens.count("table_open") == written
    # a row that a bar has split loses what stands behind it
    assert (
        len([line for line in lines if line.startswith("|")]) == tokens.count("tr_open") + written
    )


@every_function
def test_both_separators(function: Function) -> None:
    names = [f"[{a.name}]" if a.optional else a.name for a in function.arguments]
    fences = [t.content for t in MARKDOWN.parse(section(function)) if t.type == "fence"]
    with_commas, with_semicolons = f"({', '.join(names)})", f"({'; '.join(names)})"
    both = dict.fromkeys([with_commas, with_semicolons])
    assert fences[0] == "".join(f"={function.name}{names}\n" for names in both)


def test_decimals_of_formulas_go_with_the_separators() -> None:
    text = section(FUNCTIONS["CAPM_RETURN"])
    assert "=CAPM_RETURN(0.03, 1.5, 0.1)\n=CAPM_RETURN(0,03; 1,5; 0,1)\n" in text
    assert "=CAPM_RETURN(0.03, A2:A4, 0.1)\n=CAPM_RETURN(0,03; A2:A4; 0,1)\n" in text
    text = section(FUNCTIONS["BETA_OF"])
    assert '=BETA_OF(A2:A4, B2:B4, 0, "adjusted")\n=BETA_OF(A2:A4; B2:B4; 0; "adjusted")' in text


def test_cells_and_results_stand_where_the_formula_says() -> None:
    text = section(FUNCTIONS["PERIOD_PRICES"])
    first = text.partition("**Example 1**")[2].partition("**Example 2**")[0]
    assert re.sub(" +", " ", first).splitlines()[2:] == [
        "| | A | B |",
        "| --- | ---------- | -----: |",
        "| 1 | dates | prices |",
        "| 2 | 2024-01-29 | 99 |",
        "| 3 | 2024-01-31 | 100 |",
        "| 4 | 2024-02-29 | 104 |",
        "| 5 | 2024-03-01 | 105 |",
        "",
        "```text",
        '=PERIOD_PRICES(A2:A5, B2:B5, "month")',
        '=PERIOD_PRICES(A2:A5; B2:B5; "month")',
        "```",
        "",
        "in D2 fills D2:E4:",
        "",
        "| | D | E |",
        "| --- | ---------- | --: |",
        "| 2 | 2024-01-31 | 100 |",
        "| 3 | 2024-02-29 | 104 |",
        "| 4 | 2024-03-01 | 105 |",
        "",
    ]
    assert "gives `#VALUE!`" in text


def test_the_index_links_to_every_function_with_its_sentence() -> None:
    for function in FUNCTIONS.values():
        place = f"{reference.page_of(function.category)}#{function.name.lower()}"
        (line,) = (line for line in PAGES[INDEX].splitlines() if f"({place})" in line)
        assert line.startswith(f"| [{function.name}]")
        assert prose(function.summary) in line


@pytest.mark.parametrize("path", [*PAGES, Path("README.md")], ids=str)
def test_links_lead_somewhere(path: Path) -> None:
    text = PAGES.get(path) or (ROOT / path).read_text("utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)\s]+)\)", text)
    assert targets
    for target in targets:
        file, _, fragment = target.partition("#")
        place = (ROOT / path.parent / file).resolve() if file else ROOT / path
        assert place.exists(), target
        if fragment:
            headings = re.findall(r"^#+ (.+)$", place.read_text("utf-8"), re.MULTILINE)
            assert fragment in {anchor(heading) for heading in headings}, target


def test_the_readme_leads_to_every_page() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [path for path in PAGES if f"({path.as_posix()})" not in readme] == []


def test_the_folder_holds_these_pages_and_no_others() -> None:
    folder = ROOT / reference.FOLDER
    assert {path.relative_to(ROOT) for path in folder.iterdir()} == set(PAGES)


def test_build_check_finds_a_stale_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = reference.FOLDER / "beta.md"
    pages = {path: content.encode() for path, content in PAGES.items()}
    monkeypatch.setattr("xlrisk.build.artefacts", lambda: pages)
    monkeypatch.setattr(xlrisk, "__file__", str(tmp_path / "xlrisk" / "__init__.py"))
    (tmp_path / reference.FOLDER).mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    for path, content in pages.items():
        (tmp_path / path).write_bytes(content)
    assert CliRunner().invoke(cli, ["build", "--check"]).exit_code == 0
    (tmp_path / stale).write_bytes(pages[stale].replace(b"0.67 x", b"0.66 x"))
    result = CliRunner().invoke(cli, ["build", "--check"])
    assert result.exit_code != 0
    assert f"{stale} is out of date." in result.output


def test_another_summary_makes_its_page_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(FUNCTIONS["BETA_OF"], summary="Something else.")
    monkeypatch.setattr(reference, "FUNCTIONS", {**FUNCTIONS, "BETA_OF": other})
    changed = {
        path for path, content in reference.pages().items() if content.decode() != PAGES[path]
    }
    assert changed == {INDEX, reference.FOLDER / "beta.md"}


def test_texts_that_mean_something_to_markdown_are_shown_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nasty = r"a | b *c* <d> [e](f) `g` \h $i$ ~~j~~ __k__ & |x| - 1"
    function = replace(
        FUNCTIONS["CAPM_RETURN"],
        summary=nasty,
        details=(f"{'w ' * 49}- 2. {nasty}", f"{'w ' * 49}1. # 3"),
        formula=f"{nasty}; {nasty}",
        errors=(("#N/A", nasty),),
        source=nasty,
        arguments=(replace(FUNCTIONS["CAPM_RETURN"].arguments[0], text=nasty),),
        examples=(Example(([nasty, 1],), [[nasty]], nasty), Example((nasty,), nasty, nasty)),
    )
    monkeypatch.setattr(reference, "FUNCTIONS", {"CAPM_RETURN": replace(function, see_also=())})
    page = reference.pages()[reference.FOLDER / reference.page_of(function.category)].decode()
    text = "\n".join(shown(page)).replace("\n", " ")
    # the summary stands in the table, too; the call with one text is one line for both separators
    places = ["summary", "summary", "details", "formula", "formula", "error", "source", "argument"]
    places += ["first note", "its cell", "its result", "second note", "its formula", "its result"]
    assert text.count(nasty) == len(places)
    kinds = {token.type for token in MARKDOWN.parse(page)}
    assert not kinds & {"ordered_list_open", "bullet_list_open", "html_inline", "em_open"}


def test_a_line_of_a_paragraph_begins_nothing() -> None:
    text = " ".join(["n - 1 = 2 # 3. + 4) > 5"] * 20)
    lines = paragraph(text).splitlines()
    assert len(lines) > 3
    assert " ".join(lines) == text
    assert not [line for line in lines if re.match(r"[-+=>#]|\d+[.)]", line)]


def test_a_bar_in_a_cell_is_part_of_it() -> None:
    assert table(["a"], [["x | y"]]).splitlines() == ["| a      |", "| ------ |", r"| x \| y |"]
