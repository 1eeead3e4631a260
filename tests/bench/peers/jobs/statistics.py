"""How often each word occurs, and in how many documents.

What a word is differs: NLTK's tokens have marks among them, and cut contractions in two."""

import collections
import csv
import json
import re

PIPELINE = """\
textmill: 1
name: statistics
steps:
  - uses: read.jsonl
    with: { path: "${CORPUS}" }
  - uses: corpus.frequencies
    id: words
  - uses: write.csv
    with: { path: "${OUT}/textmill.out", from: words }
"""
PEERS = {"nltk": ["nltk==3.10.4"], "Counter": []}


def textmill(folder):
    with open(folder / "textmill.out", encoding="utf-8", newline="") as table:
        return {"words": sum(1 for _ in csv.reader(table)) - 1}


def run(peer, corpus, out):
    if peer == "nltk":
        from nltk.tokenize import NLTKWordTokenizer
        words = NLTKWordTokenizer().tokenize
    else:
        words = re.compile(r"\w+").findall
    counts, documents = collections.Counter(), collections.Counter()
    with open(corpus, "rb") as lines:
        for line in lines:
            found = words(json.loads(line)["text"].lower())
            counts.update(found)
            documents.update(set(found))
    with open(out, "w", encoding="utf-8", newline="") as to:
        table = csv.writer(to)
        for word, count in counts.most_common():
            table.writerow([word, count, documents[word]])
    return {"words": len(counts)}
