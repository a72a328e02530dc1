import sys

from workstation.cli import main


def command() -> int:
    """The console script `originprint-workstation`."""
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(command())
