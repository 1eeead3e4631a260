import unittest

import my_plugin


class Test(unittest.TestCase):
    def test_counts_words(self):
        self.assertEqual(my_plugin.words("one two"), 2)
        self.assertEqual(my_plugin.words(""), 0)


if __name__ == "__main__":
    unittest.main()
