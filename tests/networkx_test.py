"""networkx_test.py PROGRAM: networks that the program writes are what networkx reads.

Skipped (77) where networkx cannot be imported.
"""

import os
import subprocess
import sys
import tempfile

try:
    import networkx
except ImportError as error:
    print("skipped: no networkx:", error)
    sys.exit(77)

EDGES = '''source,target,weight,source_type,target_type,source_documents,target_documents,note
Ann Keller,Paris,3,PER,LOC,4,9,"a <b> & ""c"""
Paris,Post,1.5,PER,ORG,2,1,\x01\x02
Ann Keller,Post,2,PER,ORG,4,1,
'''
PIPELINE = """textmill: 1
name: network
steps:
  - uses: read.csv
    with:
      path: edges.csv
      fields: { text: note, source_name: source, target: target, weight: weight, source_type: source_type,
                target_type: target_type, source_documents: source_documents,
                target_documents: target_documents }
      types: { weight: float, source_documents: int, target_documents: int }
  - uses: write.graphml
    with: { path: n.graphml, source: source_name }
  - uses: write.gexf
    with: { path: n.gexf.gz, source: source_name }
"""

with tempfile.TemporaryDirectory() as folder:
    for name, text in (("edges.csv", EDGES), ("p.yaml", PIPELINE)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    subprocess.run([sys.argv[1], "run", "p.yaml"], cwd=folder, check=True)
    subprocess.run(["gzip", "-d", "n.gexf.gz"], cwd=folder, check=True)
    graphml = networkx.read_graphml(os.path.join(folder, "n.graphml"))
    gexf = networkx.read_gexf(os.path.join(folder, "n.gexf"))

for graph in (graphml, gexf):
    assert not graph.is_directed()
    nodes = {(data["label"], data["type"]): data for _, data in graph.nodes(data=True)}
    # The person and the city are two.
    assert set(nodes) == {("Ann Keller", "PER"), ("Paris", "LOC"), ("Paris", "PER"), ("Post", "ORG")}
    assert nodes["Ann Keller", "PER"]["documents"] == 4
    labels = {number: data["label"] for number, data in graph.nodes(data=True)}
    weights = {frozenset((labels[a], labels[b])): data["weight"]
               for a, b, data in graph.edges(data=True)}
    assert weights == {frozenset(("Ann Keller", "Paris")): 3.0, frozenset(("Paris", "Post")): 1.5,
                       frozenset(("Ann Keller", "Post")): 2.0}, weights
    notes = {data.get("text") for _, _, data in graph.edges(data=True)}
    assert 'a <b> & "c"' in notes and "\ufffd\ufffd" in notes, notes
print("passed")
