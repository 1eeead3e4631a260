"""A cluster of partitions that are lists in this process: for tests of runs in several places without Spark."""

import pickle
import types


class Data:
    def __init__(self, partitions):
        self.partitions = partitions

    def map(self, work, keep=False):
        # What is sent elsewhere is pickled.
        return Data([pickle.loads(pickle.dumps(list(work(i, iter(values))))) for i, values in enumerate(self.partitions)])

    def shuffle(self, n):
        keyed = [[] for _ in range(n)]
        for values in reversed(self.partitions):  # no order is promised
            for (to, order), value in values:
                keyed[to].append((order, value))
        for values in keyed:
            values.sort(key=lambda one: one[0])
            orders = [order for order, _ in values]
            assert len(set(orders)) == len(orders), "the order is not one"
        return Data([[value for _, value in values] for values in keyed])

    def zip(self, other):
        return Data([[*others, *own] for others, own in zip(other.partitions, self.partitions)])

    def join(self, others):
        return Data([partition for one in (self, *others) for partition in one.partitions])

    def drop(self):
        pass

    def collect(self):
        return [value for values in self.partitions for value in values]

    def part(self, i):
        return self.partitions[i]


class OneProcess:
    at_once = 1

    def start(self, values):
        return Data([[value] for value in values])

    def share(self, value):
        return types.SimpleNamespace(value=value)
