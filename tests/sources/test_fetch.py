import hashlib
import http.server
import re
import threading
from pathlib import Path

import pytest

from dyadlens.errors import BadParameter, SourceError, UnknownName
from dyadlens.sources.fetch import Source, addresses, check_mirror, choose, fetch, raw_sources

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
            if begin >= len(BODY):
                self.send_error(416)
                return
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
    with pytest.raises(SourceError, match=r"another SHA-256.*nothing was written"):
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


def partial(folder: Path, body: bytes) -> Path:
    """Lay down what an earlier attempt would have left."""
    path = folder / ".partial" / source().sha256
    path.parent.mkdir()
    path.write_bytes(body)
    return path


def test_what_had_come_whole_is_taken_without_asking(server, tmp_path):
    partial(tmp_path, BODY)
    assert fetch(source(), tmp_path, mirror=server.address) == "fetched"
    assert server.asked == []
    assert (tmp_path / "a/table.csv").read_bytes() == BODY
    assert files(tmp_path) == ["a/table.csv"]


@pytest.mark.parametrize("body", [BODY[::-1], BODY + b"more"], ids=["as long", "too long"])
def test_what_had_come_and_is_no_part_of_the_file_is_fetched_anew(server, tmp_path, body):
    partial(tmp_path, body)
    assert fetch(source(), tmp_path, mirror=server.address) == "fetched"
    assert server.asked == [f"bytes={len(body)}-", None]
    assert (tmp_path / "a/table.csv").read_bytes() == BODY
    assert files(tmp_path) == ["a/table.csv"]


def test_a_part_of_another_file_is_told_by_the_hash(server, tmp_path):
    partial(tmp_path, b"other")
    with pytest.raises(SourceError, match="another SHA-256"):
        fetch(source(), tmp_path, mirror=server.address)
    assert files(tmp_path) == []


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
    assert {s.file for s in choose(None)} == set(raw_sources())
    assert {s.file.partition("/")[0] for s in choose(["macro"])} == {"macro"}
    with pytest.raises(UnknownName, match="macro"):
        choose(["macr"])


def test_a_file_that_lies_upstream_as_it_is_has_an_address():
    file = "ideal_points/Idealpointestimates1946-2025.tab"
    assert raw_sources()[file].address == f"{raw_sources()[file].upstream}/{file.rpartition('/')[2]}"


def test_every_address_is_of_a_raw_file_and_cannot_change():
    assert set(addresses()) <= set(raw_sources())
    for file, address in addresses().items():
        archive = re.fullmatch(r"doi:10\.\d+/\S+", address)
        copy = re.fullmatch(r"https://raw\.githubusercontent\.com/[\w.-]+/[\w.-]+/[0-9a-f]{40}/\S+", address)
        assert archive or copy, file
        assert Path(address).suffix == Path(file).suffix


def test_an_extract_or_conversion_of_a_data_set_with_a_doi_has_none():
    by_hand = {
        file for file, source in raw_sources().items() if "doi:10." in source.upstream and source.address is None
    }
    assert by_hand == {
        "events/icews.parquet",
        "general_debate/ungdc_1946_2025.parquet",
        "unga_votes/unga_roll_call_meta.parquet",
    }


def test_a_mirror_must_be_an_address():
    with pytest.raises(BadParameter, match="http"):
        check_mirror("ftp://example.org")
