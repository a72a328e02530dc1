"""The portal as the gateway serves it: pages, hashed files, what is unknown, and the headers."""

import dataclasses
import gzip
from contextlib import closing

import pytest

from gateway.app import create_app
from gateway.limits import LIMITS, Limit
from gateway.parts import assemble
from gateway.portal_files import NoPortal, portal_routes
from tests.unit.gateway.conftest import SETTINGS
from tests.unit.gateway.fakes import FakeObjects, FakeRpc, Http

PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPT = b"export default 1;" * 200
FILES = {
    "index.html": b"<!doctype html><title>portal</title>",
    "icon.svg": b"<svg/>",
    "assets/index-Ab12.js": SCRIPT,
    "assets/index-Ab12.js.gz": gzip.compress(SCRIPT),
    "assets/index-Ab12.js.br": b"as brotli",
    "assets/pdf.worker-Cd34.mjs": b"export {};",
    "verify/index.html": b"<!doctype html><title>verify</title>",
    "verify/sw.js": b"addEventListener('fetch', () => {})",
    ".vite/manifest.json": b"{}",
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder.parent / "secret.txt").write_text("secret")
    return folder


@pytest.fixture(scope="session")
def shared_app(folder):
    settings = dataclasses.replace(SETTINGS, portal_folder=str(folder))
    return create_app(assemble(settings, rpc=FakeRpc(), objects=FakeObjects()))


@pytest.fixture
def anonymous(app):
    with closing(Http(app, **{"accept-encoding": "gzip"})) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/seals", "/certificates/A261872446700001", "/a/b.c"])
def test_every_address_of_a_screen_answers_with_the_first_page(anonymous, path):
    response = anonymous.get(path, headers=PAGE)

    assert response.content == FILES["index.html"]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/verify", "/verify/"])
def test_the_public_check_has_a_page_of_its_own(anonymous, path):
    assert anonymous.get(path, headers=PAGE).content == FILES["verify/index.html"]


def test_a_file_of_the_public_check_is_no_code_to_verify(anonymous):
    response = anonymous.get("/verify/sw.js")

    assert response.content == FILES["verify/sw.js"]
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/index-Old0.js",
        "/api/v1/nothing",
        "/api",
        "/customs/nothing",
        "/specimen/nothing",
        "/healthz/nothing",
        "/verify/one/two",
    ],
)
def test_what_is_unknown_outside_the_screens_is_a_problem_and_no_page(anonymous, path):
    response = anonymous.get(path, headers=PAGE)

    assert response.status_code == 404
    assert response.json()["code"] == "request.unknown_resource"
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("accept", ["*/*", "application/json", ""])
def test_who_wants_no_page_learns_that_the_address_is_unknown(anonymous, accept):
    response = anonymous.get("/missing.js", headers={"accept": accept})

    assert response.status_code == 404


def test_a_method_that_an_address_does_not_take_is_still_said(anonymous):
    response = anonymous.get("/api/v1/card-challenges", headers=PAGE)

    assert response.status_code == 405


def test_nothing_is_posted_to_a_screen(anonymous):
    assert anonymous.post("/seals", headers=PAGE).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets//../../secret.txt",
        "/assets/..\\..\\secret.txt",
        "/.vite/manifest.json",
        "/assets/index-Ab12.js.gz",
    ],
)
def test_no_path_leads_to_a_file_that_is_not_served(anonymous, path):
    response = anonymous.get(path)

    assert response.status_code == 404


def test_hashed_files_are_kept_for_ever(anonymous):
    response = anonymous.get("/assets/index-Ab12.js")

    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_modules_are_scripts(anonymous):
    response = anonymous.get("/assets/pdf.worker-Cd34.mjs")

    assert response.headers["content-type"] == "text/javascript; charset=utf-8"


def test_files_beside_the_hashed_ones_are_asked_about_each_time(anonymous):
    assert anonymous.get("/icon.svg").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_a_file_comes_as_small_as_the_browser_can_read_it(anonymous, accepted, sent):
    response = anonymous("HEAD", "/assets/index-Ab12.js", headers={"accept-encoding": accepted})

    assert response.headers.get("content-encoding") == sent
    assert response.headers["vary"] == "Accept-Encoding"


def test_a_compressed_file_is_the_same_file(anonymous):
    response = anonymous.get("/assets/index-Ab12.js", headers={"accept-encoding": "gzip"})

    assert response.content == SCRIPT


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_a_file_is_not_sent_it_again(anonymous, form):
    etag = anonymous.get("/", headers=PAGE).headers["etag"]

    response = anonymous.get("/", headers=PAGE | {"if-none-match": form.format(etag)})

    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["etag"] == etag


def test_who_has_another_file_is_sent_this_one(anonymous):
    response = anonymous.get("/", headers=PAGE | {"if-none-match": '"other"'})

    assert response.status_code == 200


def test_a_file_has_another_tag_in_each_encoding(anonymous):
    tags = {
        anonymous.get("/assets/index-Ab12.js", headers={"accept-encoding": each}).headers["etag"]
        for each in ("gzip", "identity")
    }

    assert len(tags) == 2


def test_a_head_says_how_long_the_answer_would_be(anonymous):
    response = anonymous("HEAD", "/seals", headers=PAGE)

    assert response.headers["content-length"] == str(len(FILES["index.html"]))
    assert response.content == b""


@pytest.mark.parametrize("path", ["/", "/assets/index-Ab12.js", "/verify"])
def test_pages_and_scripts_take_nothing_from_elsewhere(anonymous, path):
    response = anonymous.get(path, headers=PAGE)

    assert response.headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )
    assert response.headers["permissions-policy"].startswith("camera=(self), ")
    assert response.headers["cross-origin-opener-policy"] == "same-origin"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_answers_of_the_api_keep_their_own_policy(anonymous):
    response = anonymous.get("/api/v1/help")

    assert (
        response.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    )
    assert "permissions-policy" not in response.headers


def test_an_address_that_asks_for_too_many_files_is_told_to_wait(anonymous, monkeypatch):
    monkeypatch.setitem(LIMITS, "page", (Limit("address", 0.1, 2),))

    statuses = [anonymous.get("/icon.svg").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


def test_logs_and_metrics_name_pages_and_files(anonymous):
    anonymous.get("/seals", headers=PAGE)
    anonymous.get("/icon.svg")

    metrics = anonymous.get("/metrics").text

    assert 'route="gateway.portal_page",status="200"' in metrics
    assert 'route="gateway.portal_file",status="200"' in metrics


def test_a_folder_without_a_build_says_how_to_make_one(tmp_path):
    with pytest.raises(NoPortal, match="make portal"):
        portal_routes(tmp_path)
