"""Textmill from Python: check and run pipelines, and put your own documents through them.

    import textmill

    summary = textmill.run("news.yaml", set={"wire.threshold": 0.9})
    mistakes = textmill.check("news.yaml")
    for document in textmill.Pipeline([{"uses": "language.detect"}]).map([{"text": "Guten Morgen"}]):
        print(document["lang"])

The work is done by the program `textmill`, which comes with this package, in a process of its own: Python is free
meanwhile, and what goes wrong there does not end it.
"""

from ._mistakes import Mistake, Mistakes, MistakesFound
from ._pipeline import ArrowLike, Interrupted, Pipeline, PipelineLike, Progress, RunFailed, check, run
from ._program import program, version
from ._summary import Report, Summary

__version__ = version()
__all__ = ["ArrowLike", "Interrupted", "Mistake", "Mistakes", "MistakesFound", "Pipeline", "PipelineLike", "Progress",
           "Report", "RunFailed", "Summary", "check", "program", "run"]
