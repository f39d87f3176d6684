"""The way into the command: `rulecheck`, or `python -m rulecheck`."""

import signal
import sys
from typing import NoReturn

INTERNAL = 5
"""As in `rulecheck.cli.exits`, which can't be loaded where loading fails."""


def main() -> NoReturn:
    """Run the command line and exit, also where something comes in between while it is loaded."""
    try:
        from rulecheck.cli import main as run

        run()
    except KeyboardInterrupt:
        # What defines exit codes may not be loaded yet. Shells count the same way.
        if sys.stderr is not None:
            sys.stderr.write("interrupted\n")
        sys.exit(128 + signal.SIGINT)
    except Exception as error:
        # Nothing of the program can be relied on here, its exit codes and messages included.
        if sys.stderr is not None:
            sys.stderr.write(f"internal error: {type(error).__name__} while loading: {error}\n")
        sys.exit(INTERNAL)


if __name__ == "__main__":
    main()
