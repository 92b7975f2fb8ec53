"""Which workbooks paths mean, and where results go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from xlrisk.batch.discover import Job, PathError, jobs


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "books/a.xlsx",
        "books/~$a.xlsx",
        "books/notes.txt",
        "books/old.xls",
        "books/2024/b.XLSM",
        "books/2024/deep/c.xlsx",
        "books/2025/b.XLSM",
        "books/[draft].xlsx",
        "other/a.xlsx",
        "empty/~$only.xlsx",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def targets(*paths: str, output: str = "out") -> dict[str, str]:
    found = jobs(paths, Path(output))
    return {job.path.as_posix(): job.target.as_posix() for job in found if job.target}


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        pytest.param(["books/a.xlsx"], {"books/a.xlsx": "out/a.xlsx"}, id="file"),
        pytest.param(
            ["books"],
            {
                "books/[draft].xlsx": "out/[draft].xlsx",
                "books/a.xlsx": "out/a.xlsx",
                "books/2024/b.XLSM": "out/2024/b.XLSM",
                "books/2024/deep/c.xlsx": "out/2024/deep/c.xlsx",
                "books/2025/b.XLSM": "out/2025/b.XLSM",
            },
            id="folder",
        ),
        pytest.param(
            ["books/20*/b.*"],
            {"books/2024/b.XLSM": "out/2024/b.XLSM", "books/2025/b.XLSM": "out/2025/b.XLSM"},
            id="glob",
        ),
        pytest.param(["books/*4"], {
            "books/2024/b.XLSM": "out/2024/b.XLSM",
            "books/2024/deep/c.xlsx": "out/2024/deep/c.xlsx",
        }, id="glob of folders"),
        pytest.param(
            ["**/c.xlsx"], {"books/2024/deep/c.xlsx": "out/books/2024/deep/c.xlsx"}, id="two stars"
        ),
        pytest.param(
            ["books/[draft].xlsx"], {"books/[draft].xlsx": "out/[draft].xlsx"}, id="no glob"
        ),
        pytest.param(
            ["books/a.xlsx", "./books/a.xlsx", "books/*.xlsx"],
            {"books/a.xlsx": "out/a.xlsx", "books/[draft].xlsx": "out/[draft].xlsx"},
            id="once only",
        ),
        pytest.param(
            ["books/~$a.xlsx", "books/a.xlsx"], {"books/a.xlsx": "out/a.xlsx"}, id="by a shell"
        ),
    ],
)  # fmt: skip
def test_results_lie_as_their_workbooks_do(
    paths: list[str], expected: dict[str, str], here: Path
) -> None:
    assert targets(*paths) == expected
    absolute = {str(here / path): target for path, target in expected.items()}
    assert targets(*(str(here / path) for path in paths)) == absolute


@pytest.mark.parametrize(
    ("paths", "output", "sentence"),
    [
        pytest.param(["nowhere.xlsx"], "out", "nowhere.xlsx does not exist", id="missing"),
        pytest.param(["empty"], "out", "empty holds no workbook", id="nothing in a folder"),
        pytest.param(["books/*.ods"], "out", r"books/\*.ods holds no workbook", id="no match"),
        pytest.param(["empty/~$only.xlsx"], "out", "no workbook among", id="nothing but ~$"),
        pytest.param(["books/old.xls"], "out", "old.xls is no workbook", id="another ending"),
        pytest.param(
            ["books/a.xlsx", "other"], "out", "would both be written to out/a.xlsx", id="one target"
        ),
        pytest.param(["books"], "books", "would overwrite books", id="onto itself"),
        pytest.param(["books/a.xlsx"], "other/../books", "would overwrite", id="by another way"),
        pytest.param(["books/a.xlsx", "other"], "books", "would overwrite", id="onto another"),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_is_no_answer_is_a_mistake(paths: list[str], output: str, sentence: str) -> None:
    with pytest.raises(PathError, match=sentence):
        jobs(paths, Path(output))


@pytest.mark.usefixtures("here")
def test_in_place_and_for_reading_only() -> None:
    (job,) = jobs(["books/a.xlsx"], in_place=True)
    assert job == Job(Path("books/a.xlsx"), Path("books/a.xlsx"))
    (job,) = jobs(["books/a.xlsx", "./books/../books/a.xlsx"])
    assert job == Job(Path("books/a.xlsx"), None)


def test_results_of_an_earlier_run_are_no_workbooks(here: Path) -> None:
    (here / "books" / "out").mkdir()
    (here / "books" / "out" / "a.xlsx").touch()
    (here / "books" / "[draft].xlsx").unlink()
    found = targets("books", output="books/out")
    assert set(found) == {
        "books/a.xlsx",
        "books/2024/b.XLSM",
        "books/2024/deep/c.xlsx",
        "books/2025/b.XLSM",
    }


def test_links_are_followed_and_circles_are_not(here: Path) -> None:
    try:
        (here / "books" / "2025" / "up").symlink_to(here / "books", target_is_directory=True)
        (here / "books" / "linked").symlink_to(here / "other", target_is_directory=True)
        (here / "books" / "link.xlsx").symlink_to(here / "other" / "a.xlsx")
        (here / "books" / "broken.xlsx").symlink_to(here / "gone.xlsx")
    except OSError:
        pytest.skip("this system makes no links")
    found = targets("books")
    assert found["books/linked/a.xlsx"] == "out/linked/a.xlsx"
    assert found["books/link.xlsx"] == "out/link.xlsx"
    assert len(found) == 7
    in_place = jobs(["books/link.xlsx", "other"], in_place=True)
    assert [job.path for job in in_place] == [Path("books/link.xlsx")]


def test_a_folder_that_cannot_be_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> None:
        raise PermissionError(13, "Permission denied", "books/2024")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(PathError, match="books/2024 cannot be read: Permission denied"):
        jobs(["books"], Path("out"))
