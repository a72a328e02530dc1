"""The jobs that copy objects, as the manifests have them, between two S3 servers."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from contracts.object_kinds import FLEETING, kept_folders
from deploy.cluster.manifests import documents_of
from deploy.local.object_store import ObjectStore
from deploy.local.server import find_program, running

MANIFEST = Path(__file__).parents[3] / "deploy/k8s/components/backup/objects.yaml"
ACCOUNT = {"backup": "specimen"}
LONG_AGO = time.time() - 7 * 24 * 3600


@dataclass(frozen=True)
class Stores:
    """Both keep objects as files, and an object's time is the file's."""

    store: ObjectStore
    backups: ObjectStore
    folder: Path

    def put(self, name: str, content: str, at: float | None = None) -> None:
        file = self.folder / "object"
        file.write_text(content)
        os.utime(file, None if at is None else (at, at))
        self.rclone("copyto", str(file), f"store:originprint/{name}", "--ignore-times")

    def copied(self) -> dict[str, str]:
        at = self.backups.home / "data/originprint-backups/objects"
        files = (file for file in at.rglob("*") if file.is_file())
        return {str(file.relative_to(at)): file.read_text() for file in files}

    def run(self, job: str) -> None:
        container = containers()[job]
        self._call([*container["command"], *container["args"]])

    def rclone(self, *arguments: str) -> None:
        self._call(["rclone", *arguments])

    def _call(self, command: list[str]) -> None:
        settings = {
            "RCLONE_RETRIES": "1",
            "RCLONE_LOW_LEVEL_RETRIES": "1",
            "RCLONE_CONFIG_STORE_ENDPOINT": self.store.endpoint,
            "RCLONE_CONFIG_BACKUPS_ENDPOINT": self.backups.endpoint,
        }
        for name in ("STORE", "BACKUPS"):
            settings[f"RCLONE_CONFIG_{name}_ACCESS_KEY_ID"] = "backup"
            settings[f"RCLONE_CONFIG_{name}_SECRET_ACCESS_KEY"] = "specimen"
        rclone = Path(find_program("rclone", Path(sys.executable).parent))
        subprocess.run(
            command,
            env=configured() | settings | {"PATH": f"{rclone.parent}:{os.environ['PATH']}"},
            cwd=self.folder,
            check=True,
        )


def containers() -> dict[str, dict]:
    jobs = [one for one in documents_of(MANIFEST.read_bytes()) if one["kind"] == "CronJob"]
    return {
        job["metadata"]["name"]: container
        for job in jobs
        for container in job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    }


def configured() -> dict[str, str]:
    [found] = [
        one["data"]
        for one in yaml.safe_load_all(MANIFEST.read_text())
        if one["kind"] == "ConfigMap"
    ]
    return found


@pytest.fixture
def stores(tmp_path):
    store, backups = (ObjectStore(tmp_path / name, ACCOUNT) for name in ("store", "backups"))
    (tmp_path / "store/data/originprint").mkdir(parents=True)
    (tmp_path / "backups/data/originprint-backups").mkdir(parents=True)
    (tmp_path / "tmp").mkdir()
    with running(store, backups):
        yield Stores(store, backups, tmp_path / "tmp")


def test_the_first_run_copies_all_that_is_kept_however_old(stores):
    for folder in (*kept_folders(), *FLEETING):
        stores.put(f"{folder}/1", folder, at=LONG_AGO)

    stores.run("objects-backup")

    assert stores.copied() == {f"{folder}/1": folder for folder in kept_folders()}


def test_the_next_run_copies_what_was_written_since_and_looks_at_nothing_else(stores):
    stores.put("prints/1", "before", at=LONG_AGO)
    stores.run("objects-backup")
    stores.put("prints/1", "unseen", at=LONG_AGO)
    stores.put("prints/2", "since")

    stores.run("objects-backup")

    assert stores.copied() == {"prints/1": "before", "prints/2": "since"}


def test_what_was_written_anew_since_the_last_run_is_copied_anew(stores):
    stores.put("seals/1", "under the old key", at=LONG_AGO)
    stores.run("objects-backup")
    stores.put("seals/1", "under the new key")

    stores.run("objects-backup")

    assert stores.copied() == {"seals/1": "under the new key"}


def test_a_run_that_failed_leaves_its_time_to_the_next(stores):
    stores.run("objects-backup")
    stores.put("prints/1", "in between", at=time.time() - 300)
    stores.store.stop()
    with pytest.raises(subprocess.CalledProcessError):
        stores.run("objects-backup")
    stores.store.launch()
    wait_until_it_answers(stores.store)

    stores.run("objects-backup")

    assert stores.copied() == {"prints/1": "in between"}


def test_the_comparison_finds_what_the_runs_passed_over(stores):
    stores.put("prints/1", "before", at=LONG_AGO)
    stores.run("objects-backup")
    for folder in kept_folders():
        stores.put(f"{folder}/1", "unseen", at=LONG_AGO)

    stores.run("objects-comparison")

    assert stores.copied() == {f"{folder}/1": "unseen" for folder in kept_folders()}


def wait_until_it_answers(server: ObjectStore) -> None:
    while not server.answers():
        time.sleep(0.05)
