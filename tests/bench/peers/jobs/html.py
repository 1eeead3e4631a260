"""The main text of web pages.

The pages are made: an article in five paragraphs, with navigation, share links, teasers, comments and
a cookie note around it. `f1` compares runs of four words with those of the article."""

import html
import json
import pathlib
import re

PIPELINE = """\
textmill: 1
name: html
steps:
  - uses: read.jsonl
    with: { path: "${OUT}/pages.jsonl" }
  - uses: html.text
  - uses: write.jsonl
    with: { path: "${OUT}/textmill.out" }
"""
PEERS = {"trafilatura": ["trafilatura==2.3.1", "lxml-html-clean==0.4.6"], "resiliparse": ["resiliparse==2.0.1"]}

PAGE = """<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title} - The Daily</title>
<script>var a = "<p>not text</p>";</script><style>p {{ margin: 0 }}</style></head><body>
<header><nav><ul>{links}</ul></nav></header>
<main><article><h1>{title}</h1><div class="share"><a href="#">Share this</a> <a href="#">Tweet</a></div>
{paragraphs}</article>
<aside class="related"><h2>Read more</h2><ul>{links}</ul></aside>
<section id="comments"><h2>Comments</h2><div class="comment"><p>First of all I do not agree at all.</p></div></section>
</main><footer><p>We use cookies to make this site better. <a href="#">Accept</a></p><ul>{links}</ul></footer>
</body></html>"""


def _paragraphs(text):
    words = text.split()
    step = len(words) // 5 + 1
    return [" ".join(words[i:i + step]) for i in range(0, len(words), step)]


def prepare(corpus, folder):
    links = "".join(f'<li><a href="/s/{i}">Section {i} of the news</a></li>' for i in range(30))
    with open(corpus, "rb") as lines, \
            open(folder / "pages.jsonl", "w", encoding="utf-8") as to:
        for line in lines:
            document = json.loads(line)
            paragraphs = "\n".join(f"<p>{html.escape(p)}</p>" for p in _paragraphs(document["text"]))
            title = html.escape(" ".join(document["text"].split()[:6]))
            page = PAGE.format(language=document.get("language", "en"), title=title, links=links,
                               paragraphs=paragraphs)
            to.write(json.dumps({"id": document["id"], "text": page}, ensure_ascii=False) + "\n")


def _texts(path):
    with open(path, "rb") as lines:
        return {"texts": {d["id"]: d["text"] or "" for d in map(json.loads, lines)}}


def textmill(folder):
    return _texts(folder / "textmill.out")


def run(peer, corpus, out):
    if peer == "trafilatura":
        import trafilatura
        extract = trafilatura.extract
    else:
        from resiliparse.extract.html2text import extract_plain_text
        extract = lambda page: extract_plain_text(page, main_content=True)
    with open(pathlib.Path(out).parent / "pages.jsonl", "rb") as lines, \
            open(out, "w", encoding="utf-8") as to:
        for line in lines:
            document = json.loads(line)
            to.write(json.dumps({"id": document["id"], "text": extract(document["text"])},
                                ensure_ascii=False) + "\n")
    return _texts(out)


def _runs(text):
    words = re.findall(r"\w+", text)
    return {tuple(words[i:i + 4]) for i in range(len(words) - 3)}


def judge(result, corpus):
    """From the texts to figures."""
    texts = result.pop("texts")
    found = wanted = both = 0
    with open(corpus.path, "rb") as lines:
        for line in lines:
            document = json.loads(line)
            a, b = _runs(texts.get(document["id"], "")), _runs(" ".join(_paragraphs(document["text"])))
            found, wanted, both = found + len(a), wanted + len(b), both + len(a & b)
    result["pages"] = len(texts)
    result["f1"] = round(2 * both / max(1, found + wanted), 4)
