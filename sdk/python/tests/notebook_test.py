"""docs/notebook.ipynb runs, and shows what it shows: notebook_test.py. With --write its outputs are written anew.
Exit status 77: what runs notebooks cannot be imported, or what the notebook uses."""

import os
import pathlib
import re
import sys
import tempfile

try:
    import duckdb
    import ipykernel
    import nbclient
    import nbformat
    import pandas
    import pyarrow
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

FILE = pathlib.Path(__file__).parents[3] / "docs" / "notebook.ipynb"


def shown(output):
    """An output as the file has it: of the kinds of it, text and HTML, and nothing that changes from run to run."""
    if output.output_type == "error":
        return nbformat.v4.new_output("error", ename=output.ename, evalue=output.evalue, traceback=output.traceback)
    if output.output_type == "stream":
        return nbformat.v4.new_output("stream", name=output.name, text=still(output.text))
    data = {kind: still(text) for kind, text in output.data.items() if kind in ("text/plain", "text/html")}
    more = {"execution_count": None} if output.output_type == "execute_result" else {}
    return nbformat.v4.new_output(output.output_type, data=data, **more)


def still(text):
    text = re.sub(r"/tmp/\S*/", "", text)
    return re.sub(r"\d+\.\d+ s\b", "0.1 s", re.sub(r"(<td>)\d+\.\d\d(</td>)(?=<td style)", r"\g<1>0.01\2", text))


def run(notebook):
    with tempfile.TemporaryDirectory() as folder:
        # Nothing of this machine's: no settings, no history.
        os.environ.update(HOME=folder, IPYTHONDIR=folder, JUPYTER_CONFIG_DIR=folder, JUPYTER_DATA_DIR=folder,
                          JUPYTER_RUNTIME_DIR=folder, JUPYTER_PLATFORM_DIRS="1")
        nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3",
                                resources={"metadata": {"path": folder}}).execute()


def main():
    notebook = nbformat.read(FILE, as_version=4)
    ran = nbformat.from_dict(notebook)
    run(ran)
    wrong = 0
    for cell, made in zip(notebook.cells, ran.cells):
        if cell.cell_type != "code":
            continue
        cell.execution_count = None
        changes = "changes" in cell.metadata.get("tags", [])
        outputs = [] if changes else [shown(output) for output in made.outputs]
        if changes and not any("<iframe srcdoc=" in output.get("data", {}).get("text/html", "")
                               for output in made.outputs):
            print(f"not shown: {cell.source}")
            wrong += 1
        if cell.outputs != outputs and "--write" not in sys.argv:
            print(f"{cell.source}\n  has {cell.outputs}\n  and gives {outputs}")
            wrong += 1
        cell.outputs = outputs
    if "--write" in sys.argv:
        nbformat.write(notebook, FILE)
    print(f"{FILE.name}: {len(notebook.cells)} cells, {wrong} of them wrong")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
