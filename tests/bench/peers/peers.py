#!/usr/bin/env python3
"""Runs whole jobs with Textmill and with what people would use otherwise, one after the other.

    ./dev bench peers [JOB...] [--input FILE.jsonl] [--size MB] [--times N] [--cores N] [--alone]

A job is a file of jobs/. Its peers come from PyPI at the versions that it names, into an environment of
their own in the build folder; one that cannot be installed is named as missing. Each program does the
whole job, from the file to the result, as a process of its own, `--times` times in turn. Shown are
medians of processor time, how many times Textmill's that is, the most memory, and what came out: who
compares times can see whether the same work was done.
"""

import argparse
import importlib
import json
import multiprocessing
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE))


def jobs():
    return sorted(path.stem for path in (HERE / "jobs").glob("*.py"))


def load(name):
    return importlib.import_module(f"jobs.{name}")


class Environments:
    """A Python environment for each set of requirements, since peers do not always get on."""

    def __init__(self, folder):
        self.folder = folder

    def python(self, requirements):
        """The interpreter, or None and why not."""
        if not requirements:
            return sys.executable, None
        name = re.sub(r"[^A-Za-z0-9.]+", "-", " ".join(requirements))[:100]
        folder = self.folder / name
        python = folder / "bin" / "python"
        done = folder / "installed"
        if done.exists():
            return python, None
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        got = subprocess.run([str(python), "-m", "pip", "install", "-q", "--prefer-binary", *requirements],
                             capture_output=True, text=True)
        if got.returncode != 0:
            lines = [line for line in got.stderr.splitlines() if line.strip()]
            return None, (lines or ["pip failed"])[-1].strip()
        done.touch()
        return python, None


def measure(command, environment):
    """Runs it: seconds of processor time and of the clock, MiB, and what it printed."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=err, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        out.seek(0)
        err.seek(0)
        printed = out.read().decode("utf-8", "replace")
        if process.returncode != 0:
            said = err.read().decode("utf-8", "replace").strip().splitlines()
            raise RuntimeError(f"exit status {process.returncode}: {(said or [''])[-1]}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "clock": seconds,
            "memory": usage.ru_maxrss / 1024, "printed": printed}


def commands(job, name, options, environments, corpus, folder):
    """What to run for each program, by name; and those that are missing, with the reason."""
    found, missing = {}, {}
    pipeline = folder / f"{name}.yaml"
    pipeline.write_text(job.PIPELINE)
    found["textmill"] = [str(options.program), "run", "--overwrite", "--progress", "never", str(pipeline)]
    for peer, requirements in ({} if environments is None else job.PEERS).items():
        python, why = environments.python(requirements)
        if python is None:
            missing[peer] = why
        else:
            found[peer] = [str(python), str(HERE / "peers.py"), "--one", name, peer, str(corpus.path),
                           str(folder / f"{peer}.out")]
    return found, missing


def run_job(name, options, corpus, environments):
    job = load(name)
    out = [f"## {name}", "", (job.__doc__ or "").strip(), ""]
    with tempfile.TemporaryDirectory(prefix="textmill-peers-") as at:
        folder = pathlib.Path(at)
        environment = dict(os.environ, CORPUS=str(corpus.path), OUT=str(folder), TRUTH=str(corpus.truth),
                           PYTHONHASHSEED="0")
        if hasattr(job, "prepare"):
            apart(job.prepare, corpus.path, folder)
        programs, missing = commands(job, name, options, environments, corpus, folder)
        runs = {program: [] for program in programs}
        for _ in range(options.times):
            for program, command in programs.items():
                if program in missing:
                    continue
                try:
                    runs[program].append(measure(command, environment))
                except RuntimeError as error:
                    missing[program] = str(error)
        work = {}
        for program, measured in runs.items():
            if program in missing:
                continue
            if program == "textmill":
                work[program] = job.textmill(folder)
            else:
                work[program] = json.loads(measured[-1]["printed"].splitlines()[-1])
        if hasattr(job, "judge"):
            for result in work.values():
                job.judge(result, corpus)
    medians = {p: statistics.median(r["cpu"] for r in runs[p]) for p in work}
    columns = sorted({key for result in work.values() for key in result})
    out.append("| program | processor time, s | times Textmill's | memory, MiB | " + " | ".join(columns) + " |")
    out.append("|---|---|---|---|" + "---|" * len(columns))
    for program in work:
        ratio = medians[program] / medians["textmill"] if "textmill" in medians else float("nan")
        memory = max(r["memory"] for r in runs[program])
        cells = [str(work[program].get(c, "")) for c in columns]
        out.append(f"| {title(job, program)} | {medians[program]:.2f} | {ratio:.1f} | {memory:.0f} | "
                   + " | ".join(cells) + " |")
    for program, why in missing.items():
        out.append(f"| {title(job, program)} | missing: {why} |" + " |" * (2 + len(columns)))
    return "\n".join(out) + "\n"


def title(job, program):
    requirements = job.PEERS.get(program)
    if program == "textmill":
        return "**Textmill**"
    return " ".join(requirements[0].split("==")) if requirements else f"{program}, Python's own"


def apart(work, *arguments):
    """Does it in a process of its own: a program is charged with the memory of the one that starts it."""
    process = multiprocessing.Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode != 0:
        sys.exit("peers: stopped")


class Corpus:
    def __init__(self, options, folder):
        self.truth = None
        if options.input:
            self.path = pathlib.Path(options.input)
            return
        self.path = folder / f"corpus-{options.size}.jsonl"
        self.truth = folder / f"corpus-{options.size}.tsv"
        if not self.truth.exists():
            import corpus
            part = self.truth.with_suffix(".part")
            apart(corpus.make, self.path, part, options.size << 20)
            part.rename(self.truth)

    def megabytes(self):
        return self.path.stat().st_size / 1e6


def main():
    if sys.argv[1:2] == ["--one"]:
        name, peer, path, out = sys.argv[2:]
        print(json.dumps(load(name).run(peer, path, out)))
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("jobs", nargs="*", metavar="JOB", help=f"of: {', '.join(jobs())}")
    parser.add_argument("--input", help="JSON Lines with id and text, instead of the made corpus")
    parser.add_argument("--size", type=int, default=20, help="MiB of made corpus (20)")
    parser.add_argument("--times", type=int, default=3, help="runs of each program (3)")
    parser.add_argument("--program", default=ROOT / "build/release/textmill", help="the program")
    parser.add_argument("--alone", action="store_true", help="Textmill only; nothing is installed")
    parser.add_argument("--cores", type=int, default=1, help="how many a program may use (1)")
    options = parser.parse_args()
    unknown = [job for job in options.jobs if job not in jobs()]
    if unknown:
        parser.error(f"there is no job `{unknown[0]}`; there are: {', '.join(jobs())}")
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:options.cores])
    folder = ROOT / "build" / "peers"
    folder.mkdir(parents=True, exist_ok=True)
    corpus = Corpus(options, folder)
    version = subprocess.run([str(options.program), "--version"], capture_output=True,
                             text=True, check=True).stdout.strip()
    model = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    print(f"{time.strftime('%Y-%m-%d')}, {version}, Python {platform.python_version()}, "
          f"{model[1] if model else platform.machine()}, {options.cores} core(s), "
          f"{corpus.megabytes():.0f} MB, median of {options.times}\n", flush=True)
    environments = None if options.alone else Environments(folder)
    for name in options.jobs or jobs():
        apart(lambda: print(run_job(name, options, corpus, environments), flush=True))


if __name__ == "__main__":
    main()
