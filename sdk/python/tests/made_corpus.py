"""Small corpora for tests of runs in several places: documents that are repeated, nearly repeated, share paragraphs,
are empty or no documents at all, in any order. The same seed gives the same bytes."""

import json
import random

WORDS = ("government minister people city water market company music winter morning parliament railway harbour school "
         "doctor teacher answer question letter village election weather story bridge island garden newspaper player "
         "match season border summer river mountain theatre museum street").split()
LANGUAGES = {
    "en": "The {} said on {} that the {} of the {} would not be {} before the end of the {}.",
    "de": "Der {} sagte am {}, dass die {} der {} nicht vor dem {} des {} fertig sei.",
    "fr": "Le {} a dit le {} que la {} de la {} ne serait pas {} avant la fin du {}.",
}


def sentence(rng, language):
    return LANGUAGES[language].format(*rng.choices(WORDS, k=6))


def text(rng):
    language = rng.choices(list(LANGUAGES), (6, 3, 1))[0]
    paragraphs = [" ".join(sentence(rng, language) for _ in range(rng.randint(2, 5))) for _ in range(rng.randint(2, 5))]
    return paragraphs


BOILERPLATE = ["Subscribe to our newsletter and never miss a story from the region again.",
               "Share this article with your friends and tell us what you think about it below."]


def documents(n, seed):
    rng = random.Random(seed)
    seen = []
    for i in range(n):
        kind = rng.random()
        if seen and kind < 0.12:  # the same
            paragraphs = rng.choice(seen)
        elif seen and kind < 0.3:  # nearly the same, and that again
            paragraphs = [paragraph for paragraph in rng.choice(seen)]
            paragraphs[-1] += " " + rng.choice(WORDS).upper() + "."
        elif kind < 0.33:
            paragraphs = [""]
        else:
            paragraphs = text(rng)
        seen.append(paragraphs)
        shown = list(paragraphs)
        if rng.random() < 0.4:
            shown.append(rng.choice(BOILERPLATE))
        if rng.random() < 0.05:
            shown.append(shown[0])
        yield {"id": f"d{i}", "text": "\n\n".join(shown), "year": rng.randint(1990, 2020)}


def write(path, n, seed, bad=0.01):
    """JSON Lines, some of which are none."""
    rng = random.Random(seed + 1)
    with open(path, "w", encoding="utf-8") as out:
        for document in documents(n, seed):
            if rng.random() < bad:
                out.write(rng.choice(["not json\n", '{"id": 7}\n', '{"text": 3}\n', "\n"]))
            out.write(json.dumps(document, ensure_ascii=False) + "\n")
