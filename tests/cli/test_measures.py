import pytest

from dyadlens.measures.registry import registry


@pytest.mark.parametrize("words", [(), ("--domain", "votes")], ids=" ".join)
def test_every_measure_has_its_line(dyadlens, words):
    done = dyadlens("measures", *words)
    assert (done.returncode, done.stderr) == (0, "")
    expected = registry().of("votes") if words else list(registry().values())
    found = done.stdout.splitlines()
    assert [tuple(line.split()[:2]) for line in found] == [(m.domain, m.name) for m in expected]
    assert all(line.endswith(f"  {m.label} [{m.unit}]") for line, m in zip(found, expected, strict=True))


def test_an_unknown_domain_is_one_line(refused):
    assert "did you mean 'votes'" in refused("measures", "--domain", "vots")
