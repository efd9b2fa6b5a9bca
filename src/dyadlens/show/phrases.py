"""How a sentence names a measure together with the two states, where its label alone would read like a label."""

from __future__ import annotations

_RECONCILED, _SECOND = " by reconciled figures", " by the second source"

# {a} and {b} are the states of the row, in its order.
PHRASES = {
    "agreement_rollcalls": f"Agreement of {{a}} and {{b}}{_SECOND}",
    "ideal_point_distance": "Distance between the ideal points of {a} and {b}",
    "shared_roll_calls": "Roll calls in which both {a} and {b} voted",
    "shared_adversaries_5y": "Armed groups that within five years were foes of both {a} and {b}",
    "shared_adversaries_conflicts": "Armed groups that are foes of both {a} and {b} by the record of conflicts",
    "shared_adversary_deaths": "Battle deaths in the fighting with foes of both {a} and {b}",
    "battle_deaths": "Battle deaths in the fighting of {a} with armed groups",
    "violence": "Deaths in organized violence on the soil of {a}",
    "dispute_gml": "Highest hostility of a militarized dispute of {a} and {b}",
    "dispute_cow": f"Highest hostility of a militarized dispute of {{a}} and {{b}}{_SECOND}",
    "import_share": "Share of {a} in the arms imports of {b}",
    "supplier_concentration": "Concentration of the arms suppliers of {a}",
    "trade_total_russia": "Two-way trade of {a} and {b} as Russia reports it",
    "trade_total_atlas": f"Two-way trade of {{a}} and {{b}}{_RECONCILED}",
    "exports_declared": "Exports from {a} to {b} as {a} declares them",
    "exports_mirrored": "Exports from {a} to {b} as {b} declares them",
    "trade_dependence_atlas": f"Trade dependence of {{a}} on {{b}}{_RECONCILED}",
    "trade_intensity": "Intensity of exports from {a} to {b}",
    "trade_intensity_atlas": f"Intensity of exports from {{a}} to {{b}}{_RECONCILED}",
    "gravity_residual": "Trade of {a} and {b} against a gravity model",
    "gravity_residual_atlas": f"Trade of {{a}} and {{b}} against a gravity model{_RECONCILED}",
    "verbal_cooperation": "Words of cooperation between {a} and {b}",
    "material_cooperation": "Deeds of cooperation between {a} and {b}",
    "verbal_conflict": "Words of conflict between {a} and {b}",
    "material_conflict": "Deeds of conflict between {a} and {b}",
    "say_do_gap": "The lead of words over deeds between {a} and {b}",
    "say_do_ratio": "Words for each deed between {a} and {b}",
    "gdelt_score": "Cooperation less conflict between {a} and {b} in the news",
    "contacts_fixed": "Contacts of leaders, foreign and defence ministers and army chiefs of {a} and {b}",
    "contacts_all": "Contacts of any kind between {a} and {b}",
    "shared_igos": "International organizations with both {a} and {b} as members",
    "mentions_per_1000": "Mentions of {b} by {a} in the UN General Debate",
    "speech_similarity": "Similarity of the speeches of {a} and {b} in the UN General Debate",
    "title_share": "Titles of Russia's Channel One that name {b}",
    "title_share_ministry": "Titles of Russia's Foreign Ministry that name {b}",
    "title_share_rt": "Titles of Russia's RT that name {b}",
    "favourability": "Favourable views of {b} in the public of {a}",
    "closeness": "Closeness of {a} and {b}",
    "closeness_assembly": "Closeness of {a} and {b} in the General Assembly alone",
    "hostility_disputes": "Hostility of {a} and {b} with disputes in it",
    "balance_pull": "Pull of common friends and foes on {a} and {b}",
    "balance_triads": "Third states with a tie to both {a} and {b}",
    "balanced_share": "Share of balanced triads of {a} and {b}",
    "outside_dependence_atlas": f"Outside dependence in trade of {{a}} on rivals of {{b}}{_RECONCILED}",
    "dispute_burden_cow": f"Burden of past disputes of {{a}} and {{b}}{_SECOND}",
    "years_since_dispute_cow": f"Years since the last militarized dispute of {{a}} and {{b}}{_SECOND}",
}


def phrase(measure: str, a: str, b: str) -> str:
    """Return what a sentence on a measure and two states begins with."""
    return PHRASES.get(measure, "").format(a=a, b=b)
