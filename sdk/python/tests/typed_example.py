"""What typing_test.py has mypy look at, with --strict: the package as programs use it. Each `type: ignore` is a mistake
that has to be found: mypy says so where it is not."""

import pathlib
from typing import Any, Dict, List

import textmill


def tell(progress: textmill.Progress) -> None:
    print(progress.text, progress.share or 0.0)


def use(folder: pathlib.Path) -> None:
    steps = [{"uses": "language.detect"}, {"keep": 'lang == "de"'}]
    pipeline = textmill.Pipeline(steps)
    mistakes: List[textmill.Mistake] = pipeline.check(set={"language.detect.languages": ["de"]})
    for mistake in mistakes:
        line: int = mistake.line
        print(mistake.file, line, mistake.hint.upper())
    summary = textmill.run(folder / "news.yaml", set={"wire.threshold": 0.9}, overwrite=True, progress=tell, threads=2,
                           memory="1GiB", report=folder / "report.html")
    textmill.run({"steps": steps}, progress=True)
    finished: int = summary.finished + summary.dropped
    reasons: Dict[str, Dict[str, int]] = summary.drops
    if summary.report is not None:
        print(summary.report.path, finished, reasons)
    for document in pipeline.map([{"text": "Guten Tag"}, {"text": "Hello", "n": 7}], on_summary=print):
        one: Dict[str, Any] = document
        print(one["lang"])
    try:
        textmill.run("pipeline.yaml")
    except textmill.MistakesFound as error:
        print(error.mistakes[0].message)
    except textmill.Interrupted as error:
        print(error.summary and error.summary.read)
    program: str = textmill.program()
    print(program, textmill.__version__)

    textmill.run(7)  # type: ignore[arg-type]
    textmill.run("p.yaml", thread=2)  # type: ignore[call-arg]
    textmill.run("p.yaml", progress=print, threads="2")  # type: ignore[arg-type]
    summary.finished = 7  # type: ignore[misc]
    print(summary.finnished)  # type: ignore[attr-defined]
    pipeline.map(["text"])  # type: ignore[list-item]
    mistakes[0].line = 7  # type: ignore[misc]


def of_a_table(table: textmill.ArrowLike) -> None:
    for batch in textmill.Pipeline("pipeline.yaml").map(table):
        print(batch.num_rows)
