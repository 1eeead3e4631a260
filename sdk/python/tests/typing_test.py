"""The types of the package are what a type checker says of programs that use it. Exit status 77: there is no mypy."""

import pathlib
import subprocess
import sys
import tempfile

try:
    import mypy.version
except ImportError:
    print("skipped: mypy cannot be imported")
    sys.exit(77)

example = pathlib.Path(__file__).with_name("typed_example.py")
with tempfile.TemporaryDirectory() as cache:
    status = subprocess.call([sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", cache,
                              example], cwd=cache)
print("the types are as used" if status == 0 else f"mypy {mypy.version.__version__} finds mistakes")
sys.exit(status != 0)
