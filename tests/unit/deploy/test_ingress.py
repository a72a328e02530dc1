"""What the world reaches in production: all that the gateway has for people, and nothing for us."""

import dataclasses
import itertools

import pytest

from gateway.app import PREFIX, ROUTERS
from gateway.portal_files import ASSETS, NO_SCREENS
from gateway.routes import customs, operations, scanned
from gateway.settings import Settings
from tests.unit.deploy.manifests import product_names, rendered

API = sorted({f"{PREFIX}{route.path}" for router in ROUTERS for route in router.routes})
QR_CODES = [route.path for route in scanned.router.routes]
PORTAL = ["/", "/icon.svg", "/certificates/A261872446700001", "/verify", f"{ASSETS}index-Ab12.js"]
INSIDE = [route.path for route in operations.router.routes]
SIMULATED = {route.path.split("/")[1] for route in customs.router.routes}


@pytest.fixture(scope="module")
def prod():
    return rendered("prod")


@pytest.fixture(scope="module")
def ingress(prod):
    (only,) = [one["spec"] for one in prod if one["kind"] == "Ingress"]
    return only


@pytest.mark.parametrize("path", [*API, *QR_CODES, *PORTAL, f"{PREFIX}/openapi.json"])
def test_the_world_reaches_the_portal_the_interface_and_the_addresses_in_qr_codes(ingress, path):
    assert backend(ingress, path) == "gateway"


@pytest.mark.parametrize("path", [*INSIDE, *(f"{path}/" for path in INSIDE)])
def test_what_is_for_whoever_runs_it_leads_to_a_service_without_pods(prod, ingress, path):
    (service,) = [
        one["spec"]
        for one in prod
        if one["kind"] == "Service" and one["metadata"]["name"] == backend(ingress, path)
    ]

    assert "selector" not in service
    assert "externalName" not in service


def test_whatever_is_no_screen_is_public_inside_or_simulated():
    public = {f"/{path.split('/')[1]}" for path in (*API, *QR_CODES)} | {ASSETS.rstrip("/")}
    simulated = {f"/{name}" for name in SIMULATED} | {customs.specimen_router.prefix}

    assert set(NO_SCREENS) == public | set(INSIDE) | simulated


def test_production_routes_nothing_of_the_simulator(prod):
    given = {
        name
        for one in prod
        if one["kind"] == "ConfigMap"
        for name in product_names(one.get("data", {}))
    }
    addresses = {"ORIGINPRINT_CUSTOMS_URL", "ORIGINPRINT_SPECIMEN_URL"}
    defaults = {one.name: one.default for one in dataclasses.fields(Settings)}

    assert not given & addresses
    assert (defaults["customs_url"], defaults["specimen_url"]) == ("", "")


def test_all_is_spoken_by_tls(ingress):
    hosts = {rule["host"] for rule in ingress["rules"]}

    assert hosts == set(ingress["tls"][0]["hosts"])


def backend(ingress, path: str) -> str:
    """Of the rule with the longest path, compared part by part, as Kubernetes has it."""
    rules = itertools.chain.from_iterable(rule["http"]["paths"] for rule in ingress["rules"])
    fitting = [one for one in rules if fits(one, path)]
    found = max(fitting, key=lambda one: len(one["path"]), default=None)
    return found["backend"]["service"]["name"] if found else ""


def fits(rule, path: str) -> bool:
    assert rule["pathType"] == "Prefix"
    return f"{path.rstrip('/')}/".startswith(f"{rule['path'].rstrip('/')}/")
