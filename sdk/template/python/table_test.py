import unittest

import my_plugin


class Test(unittest.TestCase):
    def test_counts_documents(self):
        values = my_plugin.Values()
        for source in ("b", "a", "b"):
            values.add(source)
        self.assertEqual(list(values.rows()), [{"value": "a", "documents": 1}, {"value": "b", "documents": 2}])


if __name__ == "__main__":
    unittest.main()
