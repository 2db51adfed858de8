"""Fetches the jars of jars.lock with jgo (pure Python, no Maven) and checks their SHA-256.

    jars.py FOLDER      the folder appears whole or not at all
"""

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from jgo.maven import MavenContext


def locked(lock):
    for line in lock.read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.split(" ")


def main(folder, lock=Path(__file__).parent / "jars.lock"):
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="spark-jars-", dir=folder.parent))
    try:
        mirror = os.environ.get("SLUICE_MAVEN_REPOSITORY")
        repositories = {"remote_repos": {"central": mirror}} if mirror else {}
        maven = MavenContext(repo_cache=work / "m2", timeout=60, **repositories)
        (work / "jars").mkdir()
        for sha256, coordinate in locked(lock):
            group, artifact, version = coordinate.split(":")
            path = Path(maven.project(group, artifact).at_version(version).artifact().resolve())
            found = hashlib.sha256(path.read_bytes()).hexdigest()
            if found != sha256:
                sys.exit(f"{coordinate} has SHA-256 {found}, {lock.name} says {sha256}: it was changed on its way.")
            shutil.copy(path, work / "jars" / f"{artifact}-{version}.jar")
        if not folder.exists():
            (work / "jars").rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
