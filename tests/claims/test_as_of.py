"""Nothing of what came later: the verdicts of a day are those from tables that end on it."""

from datetime import date

from dyadlens import Lens
from dyadlens.claims.base_rates import base_rates
from dyadlens.claims.claim import claims
from dyadlens.claims.tables import number_frame, verdict_frame
from dyadlens.claims.verdicts import judge, verdicts
from dyadlens.text.verdict import lines

DAY = "2018-05-31"
CUT = ("undl_votes", "arms_transfers", "trade_dots_russia", "us_aid", "battle_deaths", "cases/PAK-RUS/contacts")


def written():
    """Everything that is told of a day's verdicts, as text; of another pair what only it is asked."""
    own = verdicts(Lens("PAK-RUS", as_of=DAY))
    lens = Lens("IND-RUS", as_of=DAY)
    asked = [judge(claim, lens) for claim in claims(lens) if claim.rule in {"common_foe", "votes_closer"}]
    found = [*own, *asked]
    rates = base_rates(Lens("PAK-RUS", as_of=DAY))
    return "\n".join([verdict_frame(found).to_csv(), number_frame(found, rates).to_csv(), *lines(found, rates)])


def test_deleting_all_later_rows_changes_no_byte(without_later_rows):
    before = written()
    left = without_later_rows(date.fromisoformat(DAY))
    for name in CUT:
        assert left[name][0] < left[name][1], name
    assert written() == before
