"""Where the packaged program begins."""

from tenk_desktop.__main__ import run

if __name__ == "__main__":
    run()
