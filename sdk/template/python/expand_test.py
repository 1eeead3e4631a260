import unittest

import my_plugin


class Test(unittest.TestCase):
    def test_cuts_lines(self):
        self.assertEqual(list(my_plugin.lines("a\n\nb")), [{"text": "a", "line": 1}, {"text": "b", "line": 3}])
        self.assertEqual(list(my_plugin.lines("")), [])


if __name__ == "__main__":
    unittest.main()
