"""The command `textmill-spark`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from typing import List, Optional


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
                     help="cut the input into N pieces; default: pieces of 64 MiB")
    run.add_argument("--summary", metavar="FILE.json", help="write what the run did as JSON")
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
        textmill_spark.check(given.pipeline, **options)  # before anything is started
    except (MistakesFound, Refused, OSError) as error:
        return _wrong(f"{error}\nnothing was read")
    try:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.appName(f"textmill {os.path.basename(given.pipeline)}")
        if given.master:
            builder = builder.master(given.master)
        builder = builder.config("spark.driver.memory", "2g")  # results come through it
        for text in given.conf:
            builder = builder.config(*text.split("=", 1))
        session = builder.getOrCreate()
    except Exception as error:  # what Spark raises has no class in common
        return _wrong(f"Spark does not start: {error}\nnothing was read")
    try:
        summary = textmill_spark.run(session, given.pipeline, partitions=given.partitions,
                                     command=["textmill-spark", *sys.argv[1:]], **options)
    except (MistakesFound, Refused) as error:
        return _wrong(f"{error}\nnothing was read")
    except (RuntimeError, OSError) as error:
        return _wrong(f"error: {error}\nthe run failed; what was written so far ends in .part", 1)
    finally:
        session.stop()
    sys.stderr.write(f"{summary!r}\n")
    return 0 if summary.outcome == "done" else 3


def _wrong(message: str, status: int = 2) -> int:
    sys.stderr.write(message + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
