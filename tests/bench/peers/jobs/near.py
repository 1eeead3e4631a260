"""Of near duplicates (four fifths of the five-word runs shared), keep the first.

Recall: of the planted pairs that share at least 0.9, how many lost their later document. Precision: of
the documents that went, how many are a later one of a pair that shares at least 0.7."""

import json
import os
import re

PIPELINE = """\
textmill: 1
name: near
steps:
  - uses: read.jsonl
    with: { path: "${CORPUS}" }
  - uses: dedup.near
    with: { threshold: 0.8 }
  - uses: write.jsonl
    with: { path: "${OUT}/textmill.out" }
"""
PEERS = {
    "rensa": ["rensa==0.5.0"],
    "datasketch": ["datasketch==2.0.0"],
    "gaoya": ["gaoya==0.2.2"],
}


def _documents(corpus):
    with open(corpus, "rb") as lines:
        for line in lines:
            document = json.loads(line)
            words = re.findall(r"\w+", document["text"].lower())
            yield document["id"], {" ".join(words[i:i + 5]) for i in range(len(words) - 4)}


def textmill(folder):
    kept = set()
    with open(folder / "textmill.out", "rb") as lines:
        for line in lines:
            kept.add(json.loads(line)["id"])
    return {"kept": kept}


def run(peer, corpus, out):
    kept = []
    if peer == "rensa":
        from rensa import RMinHash, RMinHashLSH
        index = RMinHashLSH(threshold=0.8, num_perm=128, num_bands=16)
        hashes = {}
        for number, (name, runs) in enumerate(_documents(corpus)):
            minhash = RMinHash(num_perm=128, seed=1)
            minhash.update(sorted(runs))
            if any(minhash.jaccard(hashes[other]) >= 0.8 for other in index.query(minhash)):
                continue
            hashes[number] = minhash
            index.insert(number, minhash)
            kept.append(name)
    elif peer == "datasketch":
        from datasketch import MinHash, MinHashLSH
        index = MinHashLSH(threshold=0.8, num_perm=128)
        hashes = {}
        for name, runs in _documents(corpus):
            minhash = MinHash(num_perm=128)
            minhash.update_batch([r.encode() for r in runs])
            if any(minhash.jaccard(hashes[other]) >= 0.8 for other in index.query(minhash)):
                continue
            hashes[name] = minhash
            index.insert(name, minhash)
            kept.append(name)
    else:
        from gaoya.minhash import MinHashStringIndex
        index = MinHashStringIndex(hash_size=32, jaccard_threshold=0.8, num_bands=16, band_size=8,
                                   analyzer="word", lowercase=True, ngram_range=(5, 5))
        with open(corpus, "rb") as lines:
            for line in lines:
                document = json.loads(line)
                if index.query(document["text"]):
                    continue
                index.insert_document(int(document["id"]), document["text"])
                kept.append(document["id"])
    with open(out, "w", encoding="utf-8") as to:
        to.write("\n".join(kept))
    return {"kept": kept}


def judge(result, corpus):
    """From the kept ids to figures."""
    kept = set(result["kept"])
    result["kept"] = len(kept)
    if corpus.truth is None:
        return
    likeness = {}
    with open(corpus.truth, encoding="utf-8") as lines:
        for line in lines:
            _, later, share = line.split("\t")
            likeness[later] = float(share)
    wanted = [later for later, share in likeness.items() if share >= 0.9]
    with open(corpus.path, "rb") as lines:
        gone = [name for name in (json.loads(line)["id"] for line in lines) if name not in kept]
    result["recall"] = round(sum(name not in kept for name in wanted) / max(1, len(wanted)), 4)
    result["precision"] = round(sum(likeness.get(n, 0) >= 0.7 for n in gone) / max(1, len(gone)), 4)
