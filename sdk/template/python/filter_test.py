import unittest

import my_plugin


class Test(unittest.TestCase):
    def test_drops_short_texts(self):
        self.assertEqual(my_plugin.too_short("ab"), "2 characters")
        self.assertIsNone(my_plugin.too_short("a" * 30))


if __name__ == "__main__":
    unittest.main()
