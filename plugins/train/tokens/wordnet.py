#!/usr/bin/env python3
"""Makes of WordNet (Debian: wordnet-base) what textmill-train-tokens learns from beside a treebank.

    wordnet.py /usr/share/wordnet CLASSES.tsv LEMMAS.tsv

CLASSES (--lexicon): words and the parts of speech that they can have, as letters: n, v, a, r of base
forms; P of names, p of nouns that may be names, too; N, S, D, G, C, c of forms that are made of
nouns, verbs and adjectives.
LEMMAS (--lemmas): such forms, their tags (of the Penn Treebank) and their base forms.
"""
import collections
import sys

VOWELS = "aeiou"


def read_bases(folder):
    """The letters of base forms, by word."""
    letters = collections.defaultdict(set)
    for letter, part in (("n", "noun"), ("v", "verb"), ("a", "adj"), ("r", "adv")):
        for line in open(f"{folder}/index.{part}", encoding="utf8"):
            word = line.split(" ")[0]
            if word and "_" not in word:
                letters[word].add(letter)
    names, nouns = set(), set()
    for line in open(f"{folder}/data.noun", encoding="utf8"):
        if line.startswith(" "):
            continue
        cells = line.split(" ")
        for i in range(int(cells[3], 16)):
            word = cells[4 + 2 * i]
            if "_" in word:
                continue
            if word[0].isupper():
                names.add(word.lower())
            else:
                nouns.add(word)
    for word in names:
        if word in nouns:
            letters[word].add("p")
        else:
            letters[word].discard("n")
            letters[word].add("P")
    return letters


def read_exceptions(folder):
    """The irregular forms of a word with a letter."""
    forms = collections.defaultdict(list)
    for letter, part in (("n", "noun"), ("v", "verb"), ("a", "adj"), ("r", "adv")):
        for line in open(f"{folder}/{part}.exc", encoding="utf8"):
            words = line.split()
            if "_" not in words[0]:
                for base in words[1:]:
                    forms[base, letter].append(words[0])
    return forms


def with_s(word):
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def inflected(word, letters, exceptions):
    """Forms of a word: the form, its letter, its tags."""
    if "n" in letters:
        for form in exceptions.get((word, "n")) or [with_s(word)]:
            yield form, "N", ("NNS",)
    if "v" in letters:
        yield with_s(word), "S", ("VBZ",)
        irregular = exceptions.get((word, "v"), [])
        past = [form for form in irregular if not form.endswith("ing")]
        going = [form for form in irregular if form.endswith("ing")]
        silent = word.endswith("e") and not word.endswith(("ee", "oe", "ye"))
        if not past:
            if word.endswith("y") and word[-2] not in VOWELS:
                past = [word[:-1] + "ied"]
            else:
                past = [word + ("d" if word.endswith("e") else "ed")]
        for form in past:
            yield form, "D", ("VBD", "VBN")
        for form in going or [(word[:-1] if silent else word) + "ing"]:
            yield form, "G", ("VBG",)
    if "a" in letters:
        for form in exceptions.get((word, "a"), []):
            yield form, "C", ("JJR" if form.endswith("r") else "JJS",)
        if len(word) <= 7:
            stem = word[:-1] if word.endswith("e") else word
            stem = word[:-1] + "i" if word.endswith("y") else stem
            yield stem + "er", "c", ("JJR",)
            yield stem + "est", "c", ("JJS",)


def main():
    folder, classes_path, lemmas_path = sys.argv[1:]
    bases, exceptions = read_bases(folder), read_exceptions(folder)
    letters = collections.defaultdict(set)
    for word, own in bases.items():
        letters[word] |= own
    lemmas = {}
    for word in sorted(bases):
        if not word.isalpha() or len(word) < 2:
            continue
        for form, letter, tags in inflected(word, bases[word], exceptions):
            letters[form].add(letter)
            for tag in tags:
                lemmas.setdefault((form, tag), set()).add(word)
    with open(classes_path, "w", encoding="utf8") as out:
        for word in sorted(letters):
            if letters[word]:
                out.write(f"{word}\tW{''.join(sorted(letters[word]))}\n")
    with open(lemmas_path, "w", encoding="utf8") as out:
        for (form, tag), words in sorted(lemmas.items()):
            if len(words) == 1 and len(form) < 30:
                out.write(f"{form}\t{tag}\t{next(iter(words))}\n")


main()
