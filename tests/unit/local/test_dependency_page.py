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
workstation = [{ name = "for-cards" }]

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
name = "for-cards"
version = "8.0"
sdist = { upload-time = "2025-01-06T00:00:00Z" }

[[package]]
name = "for-tests"
version = "4.0"
sdist = { upload-time = "2026-05-06T00:00:00Z" }
"""


PORTAL_LOCK = """{"packages": {
  "": {"dependencies": {"@frame/work": "5.0.0"}, "devDependencies": {"for-tests": "6.0.0"}},
  "node_modules/@frame/work": {"version": "5.0.0", "license": "MIT"},
  "node_modules/comes-with-it": {"version": "7.0.0", "license": "MIT"},
  "node_modules/for-tests": {"version": "6.0.0", "license": "MIT", "dev": true}
}}"""


def test_the_newest_comes_first_and_what_tests_need_is_not_told():
    services, _, _ = dependency_page.page(LOCK, PORTAL_LOCK).partition("\n## In the browser")

    assert services.splitlines()[-4:] == [
        "| base | 2.0 | 2026-03-04 |  |",
        "| server | 1.0 | 2026-01-02 | direct |",
        "| loop | 3.0 | 2025-05-06 |  |",
        "| for-cards | 8.0 | 2025-01-06 | direct |",
    ]


def test_of_the_portal_what_it_asked_for_itself_is_told_with_its_licence():
    _, _, portal = dependency_page.page(LOCK, PORTAL_LOCK).partition("\n## In the browser")

    assert portal.splitlines()[-2:] == ["| --- | --- | --- |", "| @frame/work | 5.0.0 | MIT |"]


def test_the_page_is_that_of_the_lock_files():
    assert dependency_page.PAGE.read_text() == dependency_page.page(
        dependency_page.LOCK.read_text(), dependency_page.PORTAL_LOCK.read_text()
    )
