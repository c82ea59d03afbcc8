"""Where the packaged program begins."""

import multiprocessing
import sys

from tenk_desktop.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a child process is this program again
    sys.exit(main())
