"""annotations_test.py PROGRAM: places of entities are those that brat, spaCy and Label Studio count.

What is written is read back as each tool does, all of which count code points, as Python does. spaCy
itself takes part where it can be imported.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

TEXTS = {
    "plain": "Ann Smith of Rome paid $5 million on 3 May 2024.",
    "emoji": "\U0001F600\U0001F1EB\U0001F1F7 Ann Smith met J\u00f6rg M\u00fcller in Paris \U0001F469\u200D\U0001F680.",
    "lines": "On 3 May\n2024 Mary\nJones went to London.\nShe paid 20\u00a0000 \u20ac.",
    "marks": "A\u0301nn in New York, \u4e2d\u6587 and Berlin.",
    "empty": "",
}
PIPELINE = """textmill: 1
name: annotations
steps:
  - uses: read.jsonl
    with: { path: in.jsonl }
  - uses: entities.tag
  - uses: write.jsonl
    with: { path: all.jsonl }
  - uses: write.text
    with: { path: "brat/{id}.txt" }
  - uses: write.brat
    with: { path: "brat/{id}.ann" }
  - uses: write.text
    id: one-text
    with: { path: all.txt }
  - uses: write.brat
    id: one-ann
    with: { path: all.ann }
  - uses: write.spacy
    with: { path: spacy.jsonl }
  - uses: write.labelstudio
    with: { path: tasks.json }
"""


def read(name):
    with open(name, encoding="utf-8", newline="") as file:
        return file.read()


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with open("p.yaml", "w", encoding="utf-8") as file:
        file.write(PIPELINE)
    with open("in.jsonl", "w", encoding="utf-8") as file:
        for name, text in TEXTS.items():
            file.write(json.dumps({"id": name, "text": text}) + "\n")
    subprocess.run([sys.argv[1], "run", "p.yaml"], check=True)

    expected = {}
    for line in read("all.jsonl").splitlines():
        row = json.loads(line)
        expected[row["id"]] = sorted((e["type"], e["text"]) for e in row["entities"])
    assert sum(len(found) for found in expected.values()) >= 8, expected

    for line in read("spacy.jsonl").splitlines():
        row = json.loads(line)
        found = sorted((label, row["text"][a:b]) for a, b, label in row["ents"])
        assert found == expected[row["meta"]["id"]], (found, expected[row["meta"]["id"]])

    for task in json.loads(read("tasks.json")):
        text, found = task["data"]["text"], []
        for region in task["predictions"][0]["result"]:
            value = region["value"]
            assert text[value["start"] : value["end"]] == value["text"], value
            found.append((value["labels"][0], value["text"]))
        assert sorted(found) == expected[task["data"]["id"]], found

    expected["all"] = sorted(pair for found in expected.values() for pair in found)
    for name in expected:
        path = name if name == "all" else "brat/" + name
        text, found = read(path + ".txt"), []
        for line in read(path + ".ann").splitlines():
            if not line.startswith("T"):
                continue
            _, place, words = line.split("\t")
            label, pieces = re.match(r"(\S+) (.*)", place).groups()
            spans = [tuple(map(int, piece.split(" "))) for piece in pieces.split(";")]
            assert " ".join(text[a:b] for a, b in spans) == words, line
            found.append((label, text[spans[0][0] : spans[-1][1]]))
        assert sorted(found) == expected[name], (found, expected[name])

    try:
        import spacy
    except ImportError:
        print("spaCy is not here; its format was read by slices")
    else:
        nlp = spacy.blank("xx")
        for line in read("spacy.jsonl").splitlines():
            row = json.loads(line)
            doc = nlp.make_doc(row["text"])
            doc.ents = [doc.char_span(a, b, label, alignment_mode="expand") for a, b, label in row["ents"]]
            assert len(doc.ents) == len(row["ents"]), row
print("passed")
