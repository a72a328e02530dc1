"""`python -m deploy.capacity`: what the whole country needs, as tables on the terminal."""

from deploy.capacity.report import plain, tables


def main() -> None:
    for table in tables():
        print("", table.title, "", *plain(table), sep="\n")


if __name__ == "__main__":
    main()
