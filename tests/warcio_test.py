"""read.warc beside warcio, on real archives: the same pages with the same bytes.

    warcio_test.py TEXTMILL FOLDER

FOLDER has archives at any depth. Exit status 77: warcio cannot be imported, or there is no such folder.
Archives that warcio gives up on are read by us alone, and must give at least what it gave before.
"""

import json
import os
import subprocess
import sys
import tempfile

try:
    from warcio.archiveiterator import ArchiveIterator
except ImportError:
    print("skipped: warcio cannot be imported")
    sys.exit(77)

# Files in which we read better, and why.
BETTER = {
    "bad.arc": "a record of one byte, which warcio takes for the line end after it",
    "example-space-in-url.arc": "HTTP says where the body ends, and the record says one byte more",
    "example-wrong-chunks.warc.gz": "a record goes on in the next gzip member, which warcio does not look at",
}


def theirs(path):
    """Of each response or resource with text: its address and body."""
    with open(path, "rb") as file:
        try:
            for record in ArchiveIterator(file, ensure_http_headers=False):
                if record.rec_type not in ("response", "resource", "conversion"):
                    continue
                address = record.rec_headers.get_header("WARC-Target-URI") or record.rec_headers.get_header("uri") or ""
                if address.split(":")[0] in ("dns", "filedesc", "metadata", "urn"):
                    continue
                headers = record.http_headers or record.rec_headers
                kind = (headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
                if kind.startswith("text/") or kind == "application/json":
                    yield address.replace("%20", " "), record.content_stream().read()
        except Exception as error:  # of any kind: what it gave before counts
            print(f"  warcio gives up: {str(error).strip().splitlines()[0]}")


def ours(textmill, path, folder):
    out = os.path.join(folder, "out.jsonl")
    pipeline = os.path.join(folder, "p.yaml")
    with open(pipeline, "w") as file:
        json.dump({"textmill": 1, "name": "archive", "allow_failures": 1000, "steps": [
            {"uses": "read.warc", "with": {"path": path, "mime": ["text/*", "application/json"]}},
            {"uses": "write.jsonl", "with": {"path": out}}]}, file)
    done = subprocess.run([textmill, "run", "--overwrite", pipeline], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{path}: {done.stderr}")
    with open(out) as file:
        return [json.loads(line) for line in file]


def same(body, text):
    """In bytes where that is UTF-8; elsewhere ASCII has to be the same."""
    try:
        return body.decode("utf-8-sig") == text
    except UnicodeDecodeError:
        return [c for c in body if c < 128] == [ord(c) for c in text if ord(c) < 128]


def main():
    textmill, top = sys.argv[1:]
    if not os.path.isdir(top):
        print(f"skipped: there is no {top}")
        sys.exit(77)
    wrong = pages = 0
    for folder, _, names in sorted(os.walk(top)):
        for name in sorted(names):
            if not any(ending in name for ending in (".warc", ".arc")):
                continue
            path = os.path.join(folder, name)
            with tempfile.TemporaryDirectory() as scratch:
                mine = ours(textmill, path, scratch)
            left = [(row["url"], row["text"]) for row in mine]
            print(f"{name}: {len(left)} documents")
            for address, body in theirs(path):
                pages += 1
                match = next((p for p in left if p[0].replace("%20", " ") == address and same(body, p[1])), None)
                if match is None and name in BETTER:
                    print(f"  otherwise: {BETTER[name]}")
                elif match is None:
                    wrong += 1
                    print(f"  not the same: {address}, {len(body)} bytes")
                else:
                    left.remove(match)
    print(f"{pages} pages of warcio's compared, {wrong} not the same")
    sys.exit(1 if wrong or pages == 0 else 0)


if __name__ == "__main__":
    main()
