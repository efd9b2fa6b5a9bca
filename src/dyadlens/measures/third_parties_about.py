"""What the measures of third parties say of themselves."""

from __future__ import annotations

from dyadlens.measures.measure import Measure

_CODED = "none: coded by the source, without an error"
_ATOP = "Leeds, Ritter, Mitchell & Long (2002), International Interactions 28:237-260"
_RIVALS = "Thompson, Sakuwa & Suhas (2021), Analyzing Strategic Rivalries in World Politics, Springer"
_MID = "Palmer et al. (2021), Conflict Management and Peace Science 39(4):470-482"
_HEIDER = (
    "Heider (1946), Journal of Psychology 21:107-112; Cartwright & Harary (1956), Psychological Review 63:277-293; "
    "signs as Maoz, Terris, Kuperman & Talmud (2007), Journal of Politics 69:100-115, with rivalry for disputes"
)
_SIGNED = ("alliances", "rivalries")
_CLOSE = ("undl_votes", "debate_similarity", "alliances", "rivalries")
_SIGNS = (
    "Friends have a promise of help, neutrality or consultation in force, foes a rivalry; foes first where both hold."
)
_OWN = "defined here"
_RANKS = "none: a mean of ranks; what the ranks rest on has intervals of its own"
_DEPENDS = "Oneal & Russett (1997), International Studies Quarterly 41:267-294, summed over the other's rivals"
_OF = "of {a} on rivals of {b}"


def _close(name: str, label: str, tables: tuple[str, ...], citation: str, note: str) -> Measure:
    return Measure(
        name,
        label,
        "mean percentile rank, 1 is closest",
        0.0,
        1.0,
        "the two stand closer",
        tables,
        citation,
        interval=_RANKS,
        note=note,
        combined=True,
    )


def _hostile(name: str, label: str, unit: str, tables: tuple[str, ...], citation: str, note: str) -> Measure:
    return Measure(
        name,
        label,
        unit,
        0.0,
        1.0,
        "more hostile",
        tables,
        citation,
        scale="flag" if name == "hostility" else "index",
        interval=_CODED,
        note=note,
        combined=True,
        closer=-1,
    )


def _dependence(suffix: str, label: str, unit: str, tables: tuple[str, ...], interval: str, note: str) -> Measure:
    return Measure(
        f"outside_dependence{suffix}",
        label,
        unit,
        0.0,
        1.0,
        "the first has more to lose with rivals of the second",
        (*tables, "rivalries"),
        _DEPENDS,
        scale="share",
        directed=True,
        direction=_OF,
        pooled=5 if suffix == "_arms" else 1,
        interval=interval,
        note=note,
        combined=True,
        closer=0,
    )


_BOUNDS = "bounds, not 90%: from the value up to what it would be if all outside the extract were with rivals"

MEASURES = (
    _close(
        "closeness",
        "Closeness of two states",
        _CLOSE,
        f"{_OWN}; Cohen (1960); Baturo, Dasandi & Mikhaylov (2017); {_ATOP}; {_RIVALS}",
        "Mean rank of kappa in UN votes, of alike speeches and of alliance promises, two at least; 0 for rivals.",
    ),
    _close(
        "closeness_assembly",
        "Closeness in the General Assembly alone",
        _CLOSE[:2],
        f"{_OWN}; Cohen (1960); Baturo, Dasandi & Mikhaylov (2017)",
        "Votes and speeches only: goes on after alliances end, but ranks rivals as high as allies. Not a continuation.",
    ),
    _hostile(
        "hostility",
        "Hostility",
        "1 strategic rivals, 0 not",
        ("rivalries",),
        _RIVALS,
        "Rivalry alone, so that nothing breaks where the record of disputes ends.",
    ),
    _hostile(
        "hostility_disputes",
        "Hostility with disputes in it",
        "1 rivals or at war, 0 neither",
        ("disputes_cow", "rivalries"),
        f"{_RIVALS}; {_MID}; fading as Crescenzi & Enterline (2001)",
        "The higher of rivalry and the worst past dispute, a fifth a level, down to 0.37 after 10 years. Ends in 2014.",
    ),
    Measure(
        "balance_pull",
        "Pull of common friends and foes",
        "index, 1 together, −1 apart",
        -1.0,
        1.0,
        "more third states are friends of both or foes of both",
        _SIGNED,
        _HEIDER,
        interval=_CODED,
        note=f"{_SIGNS} Unknown where no third state has a tie to both. Says what balance asks, not what happens.",
        combined=True,
    ),
    Measure(
        "balance_triads",
        "Third states with a tie to both",
        "states",
        0.0,
        None,
        "more third states between the two",
        _SIGNED,
        _HEIDER,
        scale="count",
        interval=_CODED,
        note=_SIGNS,
        combined=True,
        closer=0,
    ),
    Measure(
        "balanced_share",
        "Balanced triads of the pair",
        "share of its triads",
        0.0,
        1.0,
        "the pair's own tie fits those with third states",
        _SIGNED,
        _HEIDER,
        scale="share",
        interval=_CODED,
        note="Only while the two themselves are friends or foes.",
        closer=0,
        combined=True,
    ),
    Measure(
        "third_pressure",
        "Pressure of third states",
        "closeness to the second's rival, 1 is most",
        0.0,
        1.0,
        "a state closer to the first is the second's rival",
        _CLOSE,
        f"{_OWN}; after Crawford (2011), International Security 35(4):155-189; {_RIVALS}",
        directed=True,
        direction="on {a} not to serve {b}",
        interval="bounds, not 90%: from the third states known up to what unknown closeness could add; of one third "
        "state alone none, for its closeness is known or it is not",
        note="Highest closeness of the first to a rival of the second. What a third state could press with, not that "
        "it does.",
        combined=True,
        closer=0,
    ),
    _dependence(
        "",
        "Outside dependence in trade",
        "share of the first state's total trade",
        ("trade_cow",),
        "none: the source reports a figure without an error",
        "Two-way trade, to 2014. Unknown where the trade with one of the rivals is.",
    ),
    _dependence(
        "_atlas",
        "Outside dependence in trade, reconciled figures",
        "share of the first state's total trade",
        ("trade_atlas_pairs",),
        _BOUNDS,
        "Of seventeen states, and with those of them that are rivals; others widen the upper end. Not ranked.",
    ),
    _dependence(
        "_arms",
        "Outside dependence in arms",
        "share of the first state's arms trade, TIV",
        ("arms_transfers", "arms_state_totals"),
        _BOUNDS,
        "Arms bought and sold in five years up to the one named, of seventeen states and with those of them that are "
        "rivals; others widen the upper end. Not ranked.",
    ),
)
