"""Makes a web archive that looks like one: for measuring, and for pipelines/sample-crawl.warc.gz.

    make_archive.py OUT [--megabytes N] [--gzip] [--seed N]    pages made up from a list of words
    make_archive.py OUT --sample FOLDER [--gzip]               a page for each text file of a folder

Records: warcinfo, and for each page a request, a response and metadata; in between pictures, moved
pages, dns, revisits. Of the made-up pages a tenth come in chunks, a tenth packed by gzip, and some
again under another address. The same options give the same bytes. With --gzip each record is a
member.
"""

import argparse
import gzip
import html
import os
import random
import zlib

WORDS = (
    "the of and to in for that was on with as by at from it were be had which this not are but have an they"
    " one who been would more when there their said two after other into some about could time new than only"
    " first over water bridge harbour council school river train station market village winter summer money"
    " price engine report number letter window garden doctor teacher worker minister company factory museum"
    " hospital weather century answer question history mountain island kitchen library machine morning night"
).split()


def sentence(rng):
    words = [rng.choice(WORDS) for _ in range(rng.randint(8, 24))]
    words[0] = words[0].capitalize()
    return " ".join(words) + "."


def page(title, paragraphs, rng, address, weight=40):
    """`weight`: how much there is beside the article."""
    links = "".join(
        f'<li class="menu-item"><a href="/section/{i}/">{WORDS[(i * 7) % len(WORDS)].title()}</a></li>\n'
        for i in range(weight))
    style = "".join(f".c{i}{{margin:{i}px;color:#{i * 4099 % 0xFFFFFF:06x};display:block}}\n" for i in range(weight * 4))
    script = "".join(f"window.q.push(['track',{i},'{WORDS[i % len(WORDS)]}']);\n" for i in range(weight * 3))
    body = "".join(f"<p>{html.escape(p, quote=False)}</p>\n" for p in paragraphs)
    related = "".join(
        f'<div class="card"><a href="/story/{rng.randint(1, 99999)}"><img src="/i/{i}.jpg" alt="">'
        f"<span>{sentence(rng)[:60]}</span></a></div>\n" for i in range(1 + weight // 4))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n<title>{html.escape(title)} | The Example</title>\n'
        f'<link rel="canonical" href="{address}">\n<style>{style}</style>\n<script>{script}</script></head>\n'
        f'<body><header><nav><ul>{links}</ul></nav></header>\n<main><article><h1>{html.escape(title)}</h1>\n{body}'
        f'</article>\n<aside class="related"><h2>More stories</h2>{related}</aside></main>\n'
        f"<footer><p>All rights reserved.</p><ul>{links}</ul></footer></body></html>\n")


class Archive:
    def __init__(self, path, packed):
        self.file, self.packed, self.n, self.bytes = open(path, "wb"), packed, 0, 0

    def record(self, kind, address, block, content_type):
        self.n += 1
        head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2024-03-{1 + self.n // 7 % 28:02d}T06:{self.n % 60:02d}:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{self.n:012d}>\r\n")
        if address:
            head += f"WARC-Target-URI: {address}\r\n"
        head += f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
        data = head.encode() + block + b"\r\n\r\n"
        self.bytes += len(data)
        self.file.write(gzip.compress(data, 6, mtime=0) if self.packed else data)

    def response(self, address, body, kind="text/html; charset=UTF-8", status="200 OK", fields=""):
        head = f"HTTP/1.1 {status}\r\nServer: nginx\r\nContent-Type: {kind}\r\n{fields}"
        if "chunked" not in fields:
            head += f"Content-Length: {len(body)}\r\n"
        self.record("response", address, head.encode() + b"\r\n" + body, "application/http; msgtype=response")

    def visit(self, address, body, how):
        self.record("request", address, f"GET {address} HTTP/1.1\r\nUser-Agent: example\r\n\r\n".encode(),
                    "application/http; msgtype=request")
        if how == 0:
            middle = len(body) // 2
            pieces = [body[:middle], body[middle:]]
            body = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"
            self.response(address, body, fields="Transfer-Encoding: chunked\r\n")
        elif how == 1:
            packer = zlib.compressobj(6, zlib.DEFLATED, 31)
            self.response(address, packer.compress(body) + packer.flush(), fields="Content-Encoding: gzip\r\n")
        else:
            self.response(address, body)
        self.record("metadata", address, b"fetchTimeMs: 120\r\n", "application/warc-fields")

    def others(self, rng, n):
        """What is not a page."""
        self.record("response", f"dns:www{n}.example", b"20240301060000\nexample. 300 IN A 192.0.2.1\n", "text/dns")
        self.response(f"http://www.example/old/{n}", b"<html><body>Moved.</body></html>", status="301 Moved Permanently",
                      fields=f"Location: /story/{n}\r\n")
        self.response(f"http://www.example/i/{n}.jpg", b"\xff\xd8\xff\xe0" + rng.randbytes(rng.randint(2000, 30000)),
                      kind="image/jpeg")
        self.record("revisit", f"http://www.example/story/{n}", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
                    "application/http; msgtype=response")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--megabytes", type=int, default=10)
    parser.add_argument("--gzip", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample")
    args = parser.parse_args()
    rng = random.Random(args.seed)
    archive = Archive(args.out, args.gzip)
    archive.record("warcinfo", None, b"software: make_archive.py\r\nformat: WARC File Format 1.0\r\n",
                   "application/warc-fields")
    if args.sample:
        for n, name in enumerate(sorted(os.listdir(args.sample))):
            with open(os.path.join(args.sample, name), "rb") as file:
                data = file.read()
            text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8-sig")
            lines = [line.strip() for line in text.splitlines() if line.strip()] or ["Nothing here yet"]
            address = f"http://news.example/{os.path.splitext(name)[0]}"
            archive.visit(address, page(lines[0], lines[1:], rng, address, weight=6).encode(), n % 10)
            if n % 14 == 0:
                archive.others(rng, n)
        return
    n = 0
    while archive.bytes < args.megabytes * 1_000_000:
        n += 1
        address = f"http://www{n % 50}.example/story/{n}"
        paragraphs = [" ".join(sentence(rng) for _ in range(rng.randint(2, 6))) for _ in range(rng.randint(8, 40))]
        body = page(sentence(rng)[:70], paragraphs, rng, address).encode()
        archive.visit(address, body, n % 10)
        if n % 8 == 0:
            archive.visit(address + "?again", body, 2)
        if n % 5 == 0:
            archive.others(rng, n)


if __name__ == "__main__":
    main()
