"""The way into the command: `rulecheck`, or `python -m rulecheck`."""

import gc
import os
import signal
import sys
from typing import NoReturn

INTERNAL = 5
"""As in `rulecheck.cli.exits`, which can't be loaded where loading fails."""


def main() -> NoReturn:
    """Run the command line and exit, also where something comes in between while it is loaded."""
    # A run makes many objects that stay and few that refer to each other, and is over soon. Looking
    # for such after every 700 of them, and once more at the end, takes a fifth of a short run.
    gc.set_threshold(100_000)
    # Pydantic asks every package that is installed for plugins. None may change what is valid here,
    # and the question alone takes a tenth of a short run.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
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
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
