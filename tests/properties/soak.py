"""`make soak`: hold the two evaluators against each other for as long as it takes.

    python -m tests.properties.soak [--pairs 100000] [--seed NUMBER]

Each round prints its seed; with that seed, `--seed` begins with the same round again.
"""

import argparse
import os
import time
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings

from rulecheck.engine import ReferenceEvaluator
from rulecheck.engine.durable import DurableEvaluator
from rulecheck.packs.stored import NO_CACHE

from .agreeing import agree_on_packs

PACKS_IN_A_ROUND = 50


def main() -> None:
    """Go on until so many pairs have agreed, or two have not."""
    parser = argparse.ArgumentParser(description="Hold the two evaluators against each other.")
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**32))
    asked = parser.parse_args()
    os.environ[NO_CACHE] = "1"  # none of these packs comes twice
    trying = settings(
        max_examples=PACKS_IN_A_ROUND,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    began = time.monotonic()
    agreed = 0
    number = asked.seed
    with TemporaryDirectory() as folder:
        while agreed < asked.pairs:
            print(f"seed {number}", end="", flush=True)
            # Anew each round: an evaluator keeps all that it has compiled.
            agreed += agree_on_packs(
                DurableEvaluator(), ReferenceEvaluator(), Path(folder) / "pack", trying, number
            )
            print(f": {agreed:,} pairs agree, {time.monotonic() - began:.0f} s", flush=True)
            number += 1


if __name__ == "__main__":
    main()
