"""Pipelines on Spark. PySpark 4 and pyarrow have to be installed, and this package on each executor.

    summary = textmill.spark.run(spark, "news.yaml")         # the files that textmill.run writes, byte for byte

    summary = textmill.spark.run(spark, "news.yaml", dataframe=spark.read.parquet("crawl"))
    frame, summary = textmill.spark.transform(spark, "news.yaml", dataframe=spark.read.parquet("crawl"))

    frame, counts = textmill.spark.map(spark.read.parquet("crawl"), [{"uses": "language.detect"}])
    frame.write.parquet("with-languages")
    print(counts.read, counts.finished, counts.dropped, counts.failed)

`map` puts a DataFrame through steps, each task by a program of its own. Each document is seen by itself there: steps
that remember others (dedup.*, corpus.*, ...) are refused.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any, Dict, Iterable, Mapping, Optional, Tuple, Union

from pyspark.sql import DataFrame, SparkSession

from . import _driver, _spark_frames
from ._engine import EngineError
from ._pipeline import Pipeline, PipelineLike, RunFailed, _options
from ._places.job import Job, job_of
from ._spark_cluster import Cluster
from ._spark_frames import frame_of, reading
from ._spark_map import Counts, map
from ._summary import Summary

__all__ = ["Counts", "check", "map", "run", "transform"]
Path = Union[str, "os.PathLike[str]"]


def run(spark: SparkSession, pipeline: PipelineLike, *, dataframe: Optional[DataFrame] = None,
        partitions: Optional[int] = None, set: Optional[Mapping[str, Any]] = None, overwrite: bool = False,
        summary: Optional[Path] = None, plugin_path: Iterable[str] = (), command: Iterable[str] = ()) -> Summary:
    """Runs a pipeline: what it writes, and the summary, are those of `textmill run`.

    Its reader's files are cut into `partitions`, by default of 128 MiB, which all executors have to find under the same
    paths; so they have to other files that steps use. Outputs are written by the driver, and get their names when all
    is well. Raises MistakesFound, and Refused for what cannot be done in several places, before anything is read, and
    RunFailed where the run cannot be completed.

    The rows of a `dataframe` are read in their order, in the place of the reader's files; its `fields` and `types` hold
    for them. A pipeline without a reader gets all columns as they are.
    """
    return _run(spark, pipeline, set, plugin_path, dataframe, False, splits=partitions, overwrite=overwrite,
                summary=None if summary is None else os.fspath(summary), command=tuple(command)).summary


def transform(spark: SparkSession, pipeline: PipelineLike, *, dataframe: Optional[DataFrame] = None,
              partitions: Optional[int] = None, set: Optional[Mapping[str, Any]] = None, overwrite: bool = False,
              summary: Optional[Path] = None, plugin_path: Iterable[str] = (),
              command: Iterable[str] = ()) -> Tuple[DataFrame, Summary]:
    """As `run`; also gives the documents that come out of the last step, in their order, as a DataFrame. They are kept
    on the executors' disks as long as it lives."""
    done = _run(spark, pipeline, set, plugin_path, dataframe, True, splits=partitions, overwrite=overwrite,
                summary=None if summary is None else os.fspath(summary), command=tuple(command))
    return frame_of(spark, done.documents, done.schema), done.summary


def _run(spark: SparkSession, pipeline: PipelineLike, set: Optional[Mapping[str, Any]], plugin_path: Iterable[str],
         dataframe: Optional[DataFrame], gives_documents: bool, **options: Any) -> _driver.Done:
    try:
        job = _job(pipeline, set, plugin_path, dataframe)._replace(gives_documents=gives_documents)
        return _driver.run(Cluster(spark.sparkContext), job, frame=dataframe, threads=os.cpu_count() or 1, **options)
    except EngineError as error:
        raise RunFailed(str(error), None) from error
    except Exception as error:  # what Spark raises has no class in common
        if not type(error).__module__.startswith(("py4j", "pyspark")):
            raise
        raise RunFailed(_what_a_task_said(str(error)), None) from error


def _what_a_task_said(text: str) -> str:
    """The last line of the traceback from Python that Spark has among its own, which take pages."""
    found = re.findall(r"^[\w.]*(?:Error|Refused): .*$", text, re.MULTILINE)
    if found:
        return found[0].split(": ", 1)[1]
    if "No space left on device" in text:
        return "there is no space left where Spark keeps data: spark.local.dir names another folder, on all machines"
    found = re.findall(r"^(?:Caused by)?: (.*)$", text, re.MULTILINE)
    return found[-1] if found else text.split("\n")[0]


def check(pipeline: PipelineLike, *, set: Optional[Mapping[str, Any]] = None, overwrite: bool = False,
          summary: Optional[Path] = None, plugin_path: Iterable[str] = ()) -> None:
    """Raises what `run` would before anything is read."""
    _driver.check(_job(pipeline, set, plugin_path), overwrite, None if summary is None else os.fspath(summary))


def _job(pipeline: PipelineLike, set: Optional[Mapping[str, Any]], plugin_path: Iterable[str],
         dataframe: Optional[DataFrame] = None) -> Job:
    source = Pipeline(pipeline).source
    more: Dict[str, Any] = {}
    if dataframe is not None:
        source, more = reading(Pipeline(pipeline).as_dict(), dataframe)
        if f"{more['reader']}.path" in (set or {}):
            raise ValueError(f"the DataFrame is read, and not `{more['reader']}.path`")
    options = _options(set, False, plugin_path)
    values = {name: [value for at, value in zip(options, options[1:]) if at == name] for name in ("--set", "--plugin-path")}
    if isinstance(source, Mapping):  # JSON is YAML
        text = json.dumps({"textmill": 1, "name": "pipeline", **source}, ensure_ascii=False, default=os.fspath)
        file = "pipeline.yaml"
    else:
        file = os.fspath(source)
        with open(file, encoding="utf-8") as given:
            text = given.read()
    folders = [os.path.abspath(folder) for folder in values["--plugin-path"]]
    job = job_of(file, text, values["--set"], folders)._replace(**more)
    if dataframe is not None:
        _spark_frames.check(job, dataframe)
    return job
