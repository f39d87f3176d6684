"""Fuzzing of the loader that is guided by which code a file reaches; needs `atheris`.

python -m tests.fuzz.guided [-max_total_time=600]
"""

import importlib.util
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .seeds import seeds


def main() -> None:
    """Hand the loader to atheris, with the examples of the tests to begin with."""
    if importlib.util.find_spec("atheris") is None:
        print("not guided: there is no atheris here; pip install atheris", file=sys.stderr)
        return
    import atheris

    with atheris.instrument_imports(include=["rulecheck"]):
        from . import doors

    with TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds("cases/documents", "cases/proposals")):
            (Path(corpus) / str(number)).write_bytes(seed)
        options = [
            "-timeout=10",
            "-rss_limit_mb=1000",
            "-max_len=20000",
            "-artifact_prefix=fuzz-found/",
        ]
        Path("fuzz-found").mkdir(exist_ok=True)
        atheris.Setup([sys.argv[0], *options, *sys.argv[1:], corpus], doors.judge_proposals)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
