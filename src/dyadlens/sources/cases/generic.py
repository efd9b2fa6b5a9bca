"""Claims that are asked of any pair without a case of its own."""

import pandas as pd

from dyadlens.sources.cases.pak_rus import written_here
from dyadlens.sources.raw import Raw


def build_generic_claims(raw: Raw) -> pd.DataFrame:  # noqa: ARG001 - the file is our own
    """Build the claims from the file that this project wrote."""
    return written_here("generic/claims.csv")
