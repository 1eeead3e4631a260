"""The command `textmill-spark`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from typing import Any, Dict, List, Optional, Tuple

# Java moves bytes here and works nothing out: what its better compiler costs, it never gets back.
JAVA = "-XX:TieredStopAtLevel=1"
DEFAULTS = {"spark.driver.memory": "2g",  # results come through it
            "spark.driver.defaultJavaOptions": JAVA, "spark.executor.defaultJavaOptions": JAVA}
# What `textmill run` has, and why it is not here.
NOT_HERE = {
    "--report": "the pictures of a report are made where all documents pass by",
    "--limit": "the first documents of all are those of one place: take them by `textmill run --limit`, or give the reader "
               "fewer files by --set",
    "--threads": "say how many tasks work at once: --master 'local[N]', or --conf spark.executor.cores=N",
    "--memory": "each task has what its steps remember of its piece: --partitions makes pieces smaller",
    "--checkpoint": "Spark does again what was lost as long as the driver lives; after that a run begins anew",
    "--resume": "Spark does again what was lost as long as the driver lives; after that a run begins anew",
    "--isolate": "Spark repeats a task that a stage has crashed",
    "--locked": "plugins are those of the package on each machine, whose version is compared",
}


class _NotHere(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, namespace: Any, values: Any, option: Optional[str] = None) -> None:
        parser.error(f"{option} is of `textmill run` alone: {NOT_HERE[str(option)]}")


def _format_and_place(text: str) -> Tuple[str, str]:
    format, colon, place = text.partition(":")
    if not colon or not format or not place:
        raise argparse.ArgumentTypeError(f"`{text}` is not FORMAT:WHERE, such as parquet:hdfs://HOST/crawl")
    return format, place


def main(arguments: Optional[List[str]] = None) -> int:
    given = _parse(sys.argv[1:] if arguments is None else arguments)
    try:
        import pyspark
    except ImportError as error:
        return _wrong(f"PySpark is not there ({error}): pip install 'textmill[spark]'")
    if int(pyspark.__version__.split(".")[0]) < 4:
        return _wrong(f"PySpark {pyspark.__version__} is there, and 4 or newer is needed: pip install 'textmill[spark]'")
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        return _wrong("there is no Java, which Spark needs: install Java 17 (on Debian: apt-get install "
                      "openjdk-17-jre-headless), or say where it is by JAVA_HOME")
    try:
        return _run(given)
    except KeyboardInterrupt:
        return _wrong("interrupted; what was written so far ends in .part", 130)


def _parse(arguments: List[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="textmill-spark", description="Textmill's pipelines on Apache Spark.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="run a pipeline on Spark", description="Runs a pipeline on Spark. The files "
                              "that it writes are those of `textmill run`, byte for byte.")
    run.add_argument("pipeline", metavar="PIPELINE.yaml")
    run.add_argument("--master", metavar="URL",
                     help="local[4], spark://HOST:7077, yarn, k8s://...; default: what Spark is told elsewhere")
    run.add_argument("--set", action="append", default=[], metavar="STEP.PARAM=VALUE", help="change a parameter")
    run.add_argument("--overwrite", action="store_true", help="replace outputs that are there")
    run.add_argument("--partitions", type=int, metavar="N",
                     help="cut the input into N pieces; default: pieces of 128 MiB")
    run.add_argument("--summary", metavar="FILE.json", help="write what the run did as JSON")
    run.add_argument("--from", dest="source", type=_format_and_place, metavar="FORMAT:WHERE", help="read what Spark's own "
                     "readers read, in the place of the pipeline's reader: parquet:hdfs://HOST/crawl, json:s3a://BUCKET/x")
    run.add_argument("--to", dest="to", type=_format_and_place, metavar="FORMAT:WHERE",
                     help="also write the documents that come out in the end, by Spark's own writers")
    run.add_argument("--single-file", action="store_true", help="what is done in any case: an output is one file")
    for name in NOT_HERE:
        run.add_argument(name, action=_NotHere, nargs="?", help=argparse.SUPPRESS)
    run.add_argument("--plugin-path", action="append", default=[], metavar="DIR", help="look for plugins there, too")
    run.add_argument("--conf", action="append", default=[], metavar="NAME=VALUE", help="a setting of Spark")
    given = parser.parse_args(arguments)
    for text in given.conf + given.set:
        if "=" not in text:
            parser.error(f"`{text}` is not NAME=VALUE")
    if given.partitions is not None and given.partitions < 1:
        parser.error("--partitions takes a number from 1 on")
    return given


def _run(given: argparse.Namespace) -> int:
    from pyspark.sql import SparkSession

    from . import spark as textmill_spark
    from ._mistakes import MistakesFound
    from ._places.job import Refused

    options = {"set": dict(text.split("=", 1) for text in given.set), "plugin_path": given.plugin_path,
               "overwrite": given.overwrite, "summary": given.summary}
    try:
        if given.source is None:
            textmill_spark.check(given.pipeline, **options)  # before anything is started
    except (MistakesFound, Refused, OSError) as error:
        return _wrong(f"{error}\nnothing was read")
    try:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.appName(f"textmill {os.path.basename(given.pipeline)}")
        if given.master:
            builder = builder.master(given.master)
        for name, value in DEFAULTS.items():
            builder = builder.config(name, value)
        if (given.master or "").startswith("local"):
            builder = builder.config("spark.ui.enabled", "false")
        for text in given.conf:
            builder = builder.config(*text.split("=", 1))
        session = builder.getOrCreate()
    except Exception as error:  # what Spark raises has no class in common
        return _wrong(f"Spark does not start: {error}\nnothing was read")
    try:
        options.update(partitions=given.partitions, command=["textmill-spark", *sys.argv[1:]])
        summary = _between(session, given, options)
    except (MistakesFound, ValueError) as error:  # Refused is one
        return _wrong(f"{error}\nnothing was read")
    except (RuntimeError, OSError) as error:
        return _wrong(f"error: {error}\nthe run failed; what was written so far ends in .part", 1)
    finally:
        session.stop()
    sys.stderr.write(f"{summary!r}\n")
    return 0 if summary.outcome == "done" else 3


def _between(session: Any, given: argparse.Namespace, options: Dict[str, Any]) -> Any:
    """The run, from and to what Spark reads and writes itself, where this was asked for."""
    from pyspark.errors import PySparkException

    from . import spark as textmill_spark
    from ._pipeline import RunFailed

    try:
        if given.source is not None:
            format, place = given.source
            options["dataframe"] = session.read.format(format).load(place)
        if given.to is None:
            return textmill_spark.run(session, given.pipeline, **options)
        format, place = given.to
        path = session._jvm.org.apache.hadoop.fs.Path(place)
        if not given.overwrite and path.getFileSystem(session._jsc.hadoopConfiguration()).exists(path):
            raise ValueError(f"--to: {place} is there already; --overwrite replaces it")
        made, summary = textmill_spark.transform(session, given.pipeline, **options)
        made.write.format(format).mode("overwrite" if given.overwrite else "error").save(place)
        return summary
    except PySparkException as error:
        raise RunFailed(str(error).split("\n")[0], None) from error


def _wrong(message: str, status: int = 2) -> int:
    sys.stderr.write(message + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
