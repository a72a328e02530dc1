"""The rights at the object store follow the contracts, and the manifests hold what is made of them.

Policies are judged here as S3 judges them: something is allowed if one statement names action and
resource, in which * stands for anything.
"""

import json
import re

import pytest

from chassis.settings import S3Settings
from contracts.accounts import MIGRATIONS
from contracts.object_accounts import BACKUP, BUCKET, CUSTOMS_BUCKET, grants
from contracts.object_kinds import OBJECT_KINDS, folders_written_by, probe_of
from deploy.objects import COMMITTED, policies
from tests.unit.deploy.manifests import (
    BASE,
    CUSTOMS,
    generated_maps,
    handed_over,
    package,
    process_files,
    procfile,
    settings_of,
    workloads,
)

MAPS = generated_maps(CUSTOMS) | generated_maps(BASE)
WORKLOADS = {
    name: one
    for name, one in workloads(process_files()).items()
    if issubclass(settings_of(package(one)), S3Settings)
}
CUTOUT = "originprint/seals/4f6c/cutout"
PREVIEW = "originprint/seals/4f6c/preview"
UPLOAD = "originprint/uploads/4f6c/scan"
DOCUMENT = "originprint/prints/4f6c/9a.pdf"
LAYOUT = "originprint/certificates/17/C1-1-9a.json"
AUDIT = "originprint/audit-exports/E1/4f6c.xlsx"

ALLOWED = [
    ("gateway", "PutObject", UPLOAD),
    ("gateway", "AbortMultipartUpload", UPLOAD),
    ("gateway", "DeleteObject", UPLOAD),
    ("gateway", "GetObject", PREVIEW),
    ("gateway", "GetObject", "originprint/trials/4f6c/overlay"),
    ("gateway", "DeleteObject", "originprint/trials/4f6c/overlay"),
    ("gateway", "GetObject", DOCUMENT),
    ("gateway", "GetObject", AUDIT),
    ("gateway", "ListBucket", "originprint"),
    ("auth_svc", "PutObject", AUDIT),
    ("seal_svc", "PutObject", CUTOUT),
    ("seal_svc", "DeleteObject", "originprint/signatures/4f6c/scan"),
    ("seal_svc", "PutObject", "originprint/trials/4f6c/preview"),
    ("seal_svc", "GetObject", UPLOAD),
    ("cert_svc", "PutObject", LAYOUT),
    ("cert_svc", "DeleteObject", "originprint/exports/4f6c.xlsx"),
    ("cert_svc", "GetObject", "customs/layouts/C1.json"),
    ("cert_svc", "ListBucket", "customs"),
    ("print_svc", "GetObject", CUTOUT),
    ("print_svc", "GetObject", LAYOUT),
    ("print_svc", "PutObject", DOCUMENT),
    ("customs", "CreateBucket", "customs"),
    ("customs", "PutObject", "customs/layouts/C1.json"),
    ("migrations", "CreateBucket", "originprint"),
    ("migrations", "ListBucket", "originprint"),
    ("backup", "ListBucket", "originprint"),
    ("backup", "GetObject", CUTOUT),
    ("backup", "GetObject", DOCUMENT),
]
REFUSED = [
    ("gateway", "GetObject", CUTOUT),
    ("gateway", "GetObject", "originprint/signatures/4f6c/scan"),
    ("gateway", "GetObject", LAYOUT),
    ("gateway", "DeleteObject", PREVIEW),
    ("gateway", "PutObject", DOCUMENT),
    ("gateway", "PutObject", AUDIT),
    ("gateway", "CreateBucket", "originprint"),
    ("auth_svc", "GetObject", UPLOAD),
    ("auth_svc", "GetObject", DOCUMENT),
    ("seal_svc", "DeleteObject", UPLOAD),
    ("seal_svc", "GetObject", DOCUMENT),
    ("cert_svc", "GetObject", CUTOUT),
    ("cert_svc", "PutObject", "customs/layouts/C1.json"),
    ("print_svc", "PutObject", CUTOUT),
    ("print_svc", "DeleteObject", CUTOUT),
    ("print_svc", "GetObject", PREVIEW),
    ("print_svc", "PutObject", LAYOUT),
    ("customs", "GetObject", "customs/layouts/C1.json"),
    ("customs", "GetObject", LAYOUT),
    ("customs", "ListBucket", "originprint"),
    ("migrations", "GetObject", LAYOUT),
    ("migrations", "PutObject", UPLOAD),
    ("migrations", "DeleteObject", DOCUMENT),
    ("backup", "GetObject", UPLOAD),
    ("backup", "GetObject", AUDIT),
    ("backup", "PutObject", DOCUMENT),
    ("backup", "DeleteObject", DOCUMENT),
]


def test_the_manifests_hold_what_the_table_says():
    """`python -m deploy.objects` writes it."""
    committed = {file.name: json.loads(file.read_text()) for file in COMMITTED.iterdir()}

    assert committed == policies()


@pytest.mark.parametrize(("account", "action", "resource"), ALLOWED)
def test_an_account_may_do_what_its_process_does(account, action, resource):
    assert allows(committed_policy(account), action, resource)


@pytest.mark.parametrize(("account", "action", "resource"), REFUSED)
def test_an_account_may_do_nothing_else(account, action, resource):
    assert not allows(committed_policy(account), action, resource)


@pytest.mark.parametrize("kind", OBJECT_KINDS, ids=lambda kind: kind.keys)
def test_whoever_holds_the_keys_of_a_kind_reaches_its_objects(kind):
    places = [f"{BUCKET}/{one}/4f6c/{file}" for one in kind.folders for file in kind.files]

    writer = committed_policy(kind.writer)
    assert all(allows(writer, "PutObject", place) for place in places)
    able = {account for account in grants() if can_read(account, places)}
    assert able - {BACKUP} == {kind.writer, *kind.readers}


@pytest.mark.parametrize("account", sorted({kind.writer for kind in OBJECT_KINDS}))
def test_whoever_turns_keys_may_try_the_store_where_nothing_is_kept(account):
    policy, place = committed_policy(account), f"{BUCKET}/{probe_of(account)}"

    assert probe_of(account).startswith(folders_written_by(account)[0])
    assert allows(policy, "PutObject", place)
    assert allows(policy, "DeleteObject", place)


def test_there_is_an_account_for_each_process_that_reaches_objects_and_for_no_other():
    with_objects = {
        name.replace("-", "_")
        for name, command in procfile().items()
        if issubclass(settings_of(command[-1]), S3Settings)
    }

    assert grants().keys() == {*with_objects, MIGRATIONS, BACKUP}
    assert not {"webhook_svc", "exception_svc"} & grants().keys()


@pytest.mark.parametrize("name", WORKLOADS)
def test_a_process_logs_in_as_itself_and_a_services_migration_as_who_makes_the_bucket(name):
    process = name.removesuffix("-migration").replace("-", "_")
    account = MIGRATIONS if name.endswith("svc-migration") else process

    assert handed_over(WORKLOADS[name], MAPS)["ORIGINPRINT_S3_ACCESS_KEY"] == account


def test_the_buckets_have_the_names_that_the_policies_say():
    assert generated_maps(BASE)["objects"]["ORIGINPRINT_S3_BUCKET"] == BUCKET
    assert generated_maps(CUSTOMS)["customs"]["ORIGINPRINT_S3_BUCKET"] == CUSTOMS_BUCKET
    assert settings_of("services.cert_svc").customs_bucket == CUSTOMS_BUCKET


def committed_policy(account):
    return json.loads((COMMITTED / f"{account.replace('_', '-')}.json").read_text())


def can_read(account, places):
    return all(allows(committed_policy(account), "GetObject", place) for place in places)


def allows(policy, action, resource):
    assert all(one.keys() == {"Effect", "Action", "Resource"} for one in policy["Statement"])
    return any(
        one["Effect"] == "Allow"
        and matches(one["Action"], f"s3:{action}")
        and matches(one["Resource"], f"arn:aws:s3:::{resource}")
        for one in policy["Statement"]
    )


def matches(patterns, text):
    return any(
        re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text) for pattern in patterns
    )
