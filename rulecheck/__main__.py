"""The way into the command: `rulecheck`, or `python -m rulecheck`."""

import signal
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit, also where an interrupt comes while it is being loaded."""
    try:
        from rulecheck.cli import main as run

        run()
    except KeyboardInterrupt:
        # What defines exit codes may not be loaded yet. Shells count the same way.
        if sys.stderr is not None:
            sys.stderr.write("interrupted\n")
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
