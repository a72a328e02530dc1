"""The list of what runs beside our own code."""

from deploy.local import dependency_page

LOCK = """
[[package]]
name = "originprint"
version = "0.1.0"
source = { virtual = "." }
dependencies = [{ name = "server", extra = ["fast"] }]

[package.dev-dependencies]
dev = [{ name = "for-tests" }]

[[package]]
name = "server"
version = "1.0"
dependencies = [{ name = "base" }]
sdist = { upload-time = "2026-01-02T00:00:00Z" }

[package.optional-dependencies]
fast = [{ name = "loop" }]

[[package]]
name = "base"
version = "2.0"
wheels = [{ upload-time = "2026-03-05T00:00:00Z" }, { upload-time = "2026-03-04T00:00:00Z" }]

[[package]]
name = "loop"
version = "3.0"
sdist = { upload-time = "2025-05-06T00:00:00Z" }

[[package]]
name = "for-tests"
version = "4.0"
sdist = { upload-time = "2026-05-06T00:00:00Z" }
"""


def test_the_newest_comes_first_and_what_tests_need_is_not_told():
    rows = dependency_page.page(LOCK).splitlines()[-3:]

    assert rows == [
        "| base | 2.0 | 2026-03-04 |  |",
        "| server | 1.0 | 2026-01-02 | direct |",
        "| loop | 3.0 | 2025-05-06 |  |",
    ]


def test_the_page_is_that_of_the_lock_file():
    assert dependency_page.PAGE.read_text() == dependency_page.page(
        dependency_page.LOCK.read_text()
    )
