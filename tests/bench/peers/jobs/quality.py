"""Gopher's rules of quality and of repetition; what breaks one goes."""

import json

PIPELINE = """\
textmill: 1
name: quality
steps:
  - uses: read.jsonl
    with: { path: "${CORPUS}" }
  - uses: text.quality
    with: { rules: [gopher-quality, gopher-repetition], like: datatrove }
  - uses: write.jsonl
    with: { path: "${OUT}/textmill.out" }
"""
PEERS = {"datatrove": ["datatrove==0.10.1", "nltk==3.10.4", "spacy==3.8.18", "regex==2026.11.19"]}


def _lines(path):
    with open(path, "rb") as lines:
        return {"kept": sum(1 for _ in lines)}


def textmill(folder):
    return _lines(folder / "textmill.out")


def run(peer, corpus, out):
    from datatrove.data import Document
    from datatrove.pipeline.filters import GopherQualityFilter, GopherRepetitionFilter
    filters = [GopherQualityFilter(), GopherRepetitionFilter()]
    with open(corpus, "rb") as lines, open(out, "w", encoding="utf-8") as to:
        for line in lines:
            document = json.loads(line)
            checked = Document(text=document["text"], id=document["id"])
            if all(f.filter(checked) is True for f in filters):
                to.write(json.dumps(document, ensure_ascii=False) + "\n")
    return _lines(out)
