import hashlib
import http.server
import threading
from pathlib import Path

import pytest

from dyadlens.curate.raw import Raw
from dyadlens.errors import BadParameter, SourceError, UnknownName
from dyadlens.fetch import Source, check_mirror, choose, fetch, sources, write_manifest

BODY = bytes(range(256)) * 2000


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves BODY; under /cut/ it stops half way, unless it is asked to go on from there."""

    asked: list[str | None]

    def log_message(self, *args):
        pass

    def do_GET(self):
        begin = 0
        self.server.asked.append(self.headers.get("Range"))
        if "missing" in self.path:
            self.send_error(404)
            return
        if self.headers.get("Range"):
            begin = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            self.send_response(206)
        else:
            self.send_response(200)
        body = BODY[begin:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if "/cut/" in self.path and not begin else body)


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.asked = []
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        running.address = f"http://127.0.0.1:{running.server_port}"
        yield running
        running.shutdown()


def source(file="a/table.csv", body=BODY):
    return Source(file, hashlib.sha256(body).hexdigest(), "somewhere", "Someone (2020)")


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_file_comes_whole_and_is_not_fetched_twice(server, tmp_path):
    assert fetch(source(), tmp_path, mirror=server.address) == "fetched"
    assert (tmp_path / "a/table.csv").read_bytes() == BODY
    assert fetch(source(), tmp_path, mirror=server.address) == "there"
    assert len(server.asked) == 1
    assert files(tmp_path) == ["a/table.csv"]


def test_progress_ends_at_the_size(server, tmp_path):
    seen = []
    fetch(source(), tmp_path, mirror=server.address, progress=lambda *step: seen.append(step))
    assert seen[-1] == (len(BODY), len(BODY))
    assert seen == sorted(seen)


def test_a_wrong_hash_keeps_nothing_and_leaves_the_old_file(server, tmp_path):
    old = tmp_path / "a/table.csv"
    old.parent.mkdir()
    old.write_text("old")
    with pytest.raises(SourceError, match=r"another SHA-256.*nothing was kept"):
        fetch(source(body=b"other"), tmp_path, mirror=server.address)
    assert old.read_text() == "old"
    assert files(tmp_path) == ["a/table.csv"]


def test_a_cut_connection_leaves_no_file_and_is_taken_up_again(server, tmp_path):
    with pytest.raises(SourceError, match=r"a/table\.csv"):
        fetch(source(), tmp_path, mirror=f"{server.address}/cut")
    assert not (tmp_path / "a/table.csv").exists()
    assert fetch(source(), tmp_path, mirror=f"{server.address}/cut") == "fetched"
    begun = int(server.asked[-1].removeprefix("bytes=").removesuffix("-"))
    assert 0 < begun <= len(BODY) // 2
    assert (tmp_path / "a/table.csv").read_bytes() == BODY
    assert files(tmp_path) == ["a/table.csv"]


def test_a_missing_file_is_named_with_the_answer(server, tmp_path):
    with pytest.raises(SourceError, match=r"missing/table\.csv.*404"):
        fetch(source("missing/table.csv"), tmp_path, mirror=server.address)
    assert files(tmp_path) == []


def test_a_host_that_does_not_answer_is_one_line(tmp_path):
    with pytest.raises(SourceError) as caught:
        fetch(source(), tmp_path, mirror="http://127.0.0.1:9")
    assert "\n" not in str(caught.value)


def test_a_file_without_a_public_address_says_where_to_get_it(tmp_path):
    with pytest.raises(SourceError, match="by hand from somewhere"):
        fetch(source(), tmp_path)


def test_every_raw_file_of_the_data_package_can_be_chosen():
    assert {s.file for s in choose(None)} == set(sources())
    assert {s.file.partition("/")[0] for s in choose(["macro"])} == {"macro"}
    with pytest.raises(UnknownName, match="macro"):
        choose(["macr"])


def test_a_doi_becomes_an_address():
    assert sources()["ideal_points/Idealpointestimates1946-2025.tab"].address.startswith("doi:10.7910/DVN/LEJUQZ/")


def test_a_mirror_must_be_an_address():
    with pytest.raises(BadParameter, match="http"):
        check_mirror("ftp://example.org")


def test_the_manifest_that_is_written_is_the_one_that_curate_reads(tmp_path):
    write_manifest(tmp_path)
    known = Raw(tmp_path).manifest()
    assert set(known) == set(sources())
    assert all(known[file].sha256 == s.sha256 and known[file].tier for file, s in sources().items())
