"""People, organisations and places in English text, by a trained model."""

import json

PIPELINE = """\
textmill: 1
name: names
steps:
  - uses: read.jsonl
    with: { path: "${CORPUS}" }
  - uses: entities.tag
    with: { world: false, patterns: [], model_languages: [] }
  - uses: write.jsonl
    with: { path: "${OUT}/textmill.out" }
"""
PEERS = {"spacy": ["spacy==3.8.18", "en-core-web-sm"]}


def textmill(folder):
    with open(folder / "textmill.out", "rb") as lines:
        return {"names": sum(len(json.loads(line)["entities"]) for line in lines)}


def run(peer, corpus, out):
    import spacy
    pipeline = spacy.load("en_core_web_sm", disable=["tagger", "parser", "lemmatizer"])
    names = 0
    with open(corpus, "rb") as lines, open(out, "w", encoding="utf-8") as to:
        documents = ((d["text"], d) for d in map(json.loads, lines))
        for found, document in pipeline.pipe(documents, as_tuples=True):
            spans = [(e.start_char, e.end_char, e.label_) for e in found.ents
                     if e.label_ in ("PERSON", "ORG", "GPE", "LOC")]
            names += len(spans)
            to.write(json.dumps(dict(document, entities=spans), ensure_ascii=False) + "\n")
    return {"names": names}
