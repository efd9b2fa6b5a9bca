"""Where raw files can be had: the archive's own copy, or a public one at a fixed state. The hash decides."""

from __future__ import annotations

_STATES = "https://raw.githubusercontent.com"

# Most raw files are extracts or conversions and have no address: those have to be got by hand. A copy at a fixed state
# cannot change, where most archives hand out their newest edition only.
ADDRESSES = {
    "ideal_points/Idealpointestimates1946-2025.tab": "doi:10.7910/DVN/LEJUQZ/Idealpointestimates1946-2025.tab",
    "unga_votes/ungaVoting_003.csv": f"{_STATES}/Pigeon-Effect/Mapping-UNGA-Voting-Alliances/"
    "704abe1ef8f4d6dacf9de804572d28bdeeb1b348/docs/static/ungaVoting_003.csv",
    "unsc/unsc_vetoes_1946_sept2022.csv": f"{_STATES}/world-politics-datalab/vetoes-un-security-council/"
    "f389b3ff3681e1b39102bb6c76640b9973496992/unsc_vetoes_1946_sept2022.csv",
    "arms/trade_register_1995_2024.csv": f"{_STATES}/nagehanrdogan/Global-Arms-Trade-Network-Analysis-1995-2024-/"
    "3bcd6c41730f26878edc344425896f57c83dcb29/trade_register.csv",
    "arms/deal_register_1950_2024.csv": f"{_STATES}/Aditya-1711/SIPRI-Military-Data-Project/"
    "8239c4192419747429e42c142b5199b42a075fe4/data/trade-register.csv",
    "violence/BattleDeaths_v24_1.csv": f"{_STATES}/artem-ai-blip/Sci-Py-Final-Saga/"
    "1a0a9b1f2904296c1ea6365991b12b047eb5ba26/BattleDeaths_v24_1.csv",
    "violence/organizedviolencecy_v25_1.csv": f"{_STATES}/nishitpatell/UCDP-WorldBankDataset/"
    "b11f7d245738a3a575be5b1cb3b2b2c469a714a2/organizedviolencecy_v25_1.csv",
    "violence/conflict_data_pak.csv": f"{_STATES}/Danishshh/Crime-Analysis-and-prediction-on-Pakistan-data/"
    "8d3a7c014af606518032ac3dc2618c113799a671/conflict_data_pak.csv",
    **{
        f"trade/dots_{name}.xlsx": f"{_STATES}/zleffel-afk/Visualization-of-NAM-country-data/"
        f"bba038e34b90ed2fa380b73bf7657f9239af3ac1/{name}.xlsx"
        for name in ("rf_exports", "rf_exports_2023", "rf_imports", "tot_exports_2023")
    },
}
