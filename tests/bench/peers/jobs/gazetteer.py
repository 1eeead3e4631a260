"""Every mention of 10,000 names, whole words only.

Where names overlap the programs choose differently, and flashtext compares without regard to letters
beyond ASCII, so counts differ by a little."""

import json
import random

PIPELINE = """\
textmill: 1
name: gazetteer
steps:
  - uses: read.jsonl
    with: { path: "${CORPUS}" }
  - uses: entities.tag
    with: { gazetteers: ["${OUT}/names.tsv"], world: false, tagger: false, patterns: [] }
  - uses: write.jsonl
    with: { path: "${OUT}/textmill.out" }
"""
PEERS = {
    "daachorse": ["daachorse==0.5.0"],
    "pyahocorasick": ["pyahocorasick==2.3.1"],
    "flashtext": ["flashtext==2.7"],
}


def _names(corpus):
    """Runs of one to three words, some of them of the corpus, most of them of none."""
    rng = random.Random(1)
    words = set()
    with open(corpus, "rb") as lines:
        for _, line in zip(range(2000), lines):
            words.update(w for w in json.loads(line)["text"].split() if w.isalpha() and w[0].isupper())
    words = sorted(words)
    names = set(w for w in words if len(w) > 4)
    while len(names) < 10000:
        names.add(" ".join(rng.choice(words) for _ in range(rng.randint(2, 3))))
    return sorted(names)[:10000]


def prepare(corpus, folder):
    names = _names(corpus)
    (folder / "names.tsv").write_text("name\ttype\n" + "".join(f"{n}\tNAME\n" for n in names),
                                      encoding="utf-8")


def textmill(folder):
    with open(folder / "textmill.out", "rb") as lines:
        return {"mentions": sum(len(json.loads(line)["entities"]) for line in lines)}


def _word(text, begin, end):
    return not ((begin > 0 and text[begin - 1].isalnum()) or (end < len(text) and text[end].isalnum()))


def _finder(peer, names):
    if peer == "daachorse":
        from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick
        automaton = CharwiseDoubleArrayAhoCorasick(names, MATCH_KIND_LEFTMOST_LONGEST)
        return lambda text: [(b, e) for b, e, _ in automaton.find(text) if _word(text, b, e)]
    if peer == "pyahocorasick":
        import ahocorasick
        automaton = ahocorasick.Automaton()
        for name in names:
            automaton.add_word(name, len(name))
        automaton.make_automaton()
        return lambda text: [(e + 1 - n, e + 1) for e, n in automaton.iter_long(text)
                             if _word(text, e + 1 - n, e + 1)]
    from flashtext import KeywordProcessor
    processor = KeywordProcessor(case_sensitive=True)
    processor.add_keywords_from_list(names)
    return lambda text: [(b, e) for _, b, e in processor.extract_keywords(text, span_info=True)]


def run(peer, corpus, out):
    find = _finder(peer, _names(corpus))
    mentions = 0
    with open(corpus, "rb") as lines, open(out, "w", encoding="utf-8") as to:
        for line in lines:
            document = json.loads(line)
            spans = find(document["text"])
            mentions += len(spans)
            to.write(json.dumps(dict(document, entities=spans), ensure_ascii=False) + "\n")
    return {"mentions": mentions}
