"""The corpus that the programs are compared on: made texts, the same bytes each time.

Every document is put together from sentences of the sample articles of one language, with a sixth of
the words exchanged, so that two of them share next to nothing. One in ten comes again as it is, one
in ten with some words changed; the truth is kept beside it: which document each repeats, and how much
of their five-word runs both share (the Jaccard similarity of the sets).
"""

import json
import pathlib
import random
import re

SAMPLE = pathlib.Path(__file__).resolve().parents[3] / "pipelines" / "sample"
# The first sample article of each language; those in between are of the same.
LANGUAGES = {1: "en", 25: "de", 28: "fr", 31: "es", 33: "ru", 35: "it", 37: "pt", 39: None}


def _articles():
    """Sentences and words of the sample, by language."""
    sentences, words = {}, {}
    for path in sorted(SAMPLE.glob("*.txt")):
        number = int(path.name[:3])
        language = LANGUAGES[max(first for first in LANGUAGES if first <= number)]
        if language is None:
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        for line in text.splitlines():
            for sentence in re.split(r"(?<=[.!?])\s+", line):
                tokens = sentence.split()
                if len(tokens) > 5 and "\ufffd" not in sentence:
                    sentences.setdefault(language, []).append(tokens)
                    words.setdefault(language, []).extend(
                        w for w in tokens if w.isalpha() and len(w) > 3)
    return sentences, words


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i:i + 5]) for i in range(len(words) - 4)}


def _change(text, words, share, rng):
    tokens = text.split(" ")
    for i in range(len(tokens)):
        if rng.random() < share:
            tokens[i] = rng.choice(words)
    return " ".join(tokens)


def make(path, truth, size, seed=1):
    """Writes about `size` bytes of JSON Lines to `path`, and the planted pairs to `truth`."""
    rng = random.Random(seed)
    sentences, words = _articles()
    languages = sorted(sentences)
    documents = []
    with open(path, "w", encoding="utf-8") as out, open(truth, "w", encoding="utf-8") as pairs:
        while out.tell() < size:
            number = len(documents)
            kind = rng.random()
            if kind < 0.2 and number > 100:
                first = rng.randrange(number)
                language, text = documents[first]
                if kind > 0.1:
                    text = _change(text, words[language], rng.choice([0.005, 0.01, 0.02, 0.05]), rng)
                a, b = shingles(documents[first][1]), shingles(text)
                pairs.write(f"{first}\t{number}\t{len(a & b) / len(a | b):.4f}\n")
            else:
                language = "en" if rng.random() < 0.6 else rng.choice(languages)
                picked = [rng.choice(sentences[language]) for _ in range(rng.randint(8, 30))]
                text = " ".join(" ".join(tokens) for tokens in picked)
                text = _change(text, words[language], 1 / 6, rng)
            documents.append((language, text))
            out.write(json.dumps({"id": str(number), "text": text, "language": language},
                                 ensure_ascii=False) + "\n")
