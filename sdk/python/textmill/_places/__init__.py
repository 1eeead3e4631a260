"""A run in several places that gives what one machine gives, byte for byte; whatever moves data between them.

The input is cut into splits. A *round* takes each split through the steps up to one that has to see other splits, too:

- a step that is merged is saved in each split; the states are merged as a tree, in input order. One that replays goes
  on with what came of it in the next round, which is its second pass;
- of a step that works by keys, documents that share one, or are connected by others, go to one place in input order,
  and what is left of them comes back. The others stay where they are;
- of a step that can do neither, all documents go to one place, and come back.

Documents travel as Arrow streams, some at a time, and everything else that comes about in a place (bytes of outputs,
lines of documents that went, accounts) is a *result*, with what sorts it among all others. Those of a split stay with
its documents. Nothing is counted on the side: what a place did that is lost, or done twice, is there once.

A cluster is what moves data. It has `start(values)`, the data of which value i is in partition i, and `share(value)`,
something with a `value` in all places, and knows how many tasks are done `at_once`. Data has

    map(work, keep=False)   work(i, values) in each partition; kept, it is not worked out again
    shuffle(n)              values were ((to, order), value): each goes to partition `to`, sorted by `order`
    zip(other)              what partition i of both has, the other's first
    join(others)            all partitions of all, in any order
    drop()                  it need not be kept any more
    collect(), some at a time, and part(i), the values of a partition
"""
