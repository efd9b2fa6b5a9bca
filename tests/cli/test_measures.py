import pytest

from dyadlens.measures import DOMAINS, measures_of


@pytest.mark.parametrize("words", [(), ("--domain", "votes")], ids=" ".join)
def test_every_measure_has_its_line(dyadlens, words):
    done = dyadlens("measures", *words)
    assert (done.returncode, done.stderr) == (0, "")
    expected = [(d, m) for d in (("votes",) if words else DOMAINS) for m in measures_of(d)]
    found = done.stdout.splitlines()
    assert [tuple(line.split()[:2]) for line in found] == [(d, m.name) for d, m in expected]
    assert all(line.endswith(f"  {m.label} [{m.unit}]") for line, (_, m) in zip(found, expected, strict=True))


def test_an_unknown_domain_is_one_line(refused):
    assert "did you mean 'votes'" in refused("measures", "--domain", "vots")
