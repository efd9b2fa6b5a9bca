"""How much one state's trade leans on another."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def trade_intensity(
    flow: ArrayLike, exports_a: ArrayLike, imports_b: ArrayLike, world: ArrayLike, imports_a: ArrayLike
) -> NDArray[np.float64]:
    r"""Return the intensity of exports from a to b.

    .. math:: I_{ab} = \frac{X_{ab} / X_a}{M_b / (M_w - M_a)}

    The share of b in the exports of a, over the share of b in the imports of the world without a (a cannot export to
    itself). All arguments share one money unit; the result has none.

    Parameters
    ----------
    flow : array_like
        Exports from a to b; NaN where unknown.
    exports_a, imports_b, world, imports_a : array_like
        All exports of a, all imports of b, of the world and of a.

    Returns
    -------
    numpy.ndarray
        0 and up, 1 where a sends b as large a share as the rest of the world would have it. NaN where an argument is
        NaN or a total is not positive.

    References
    ----------
    Kojima, K. (1964), The pattern of international trade among advanced countries, Hitotsubashi Journal of
    Economics 5(1). Frankel, J. A. (1997), Regional Trading Blocs in the World Economic System, chapter 2.

    Examples
    --------
    >>> trade_intensity([20.0], [100.0], [50.0], [1100.0], [100.0]).tolist()
    [4.0]
    """
    return _ratio(_ratio(flow, exports_a), _ratio(imports_b, np.subtract(world, imports_a)))


def trade_dependence(two_way: ArrayLike, exports: ArrayLike, imports: ArrayLike) -> NDArray[np.float64]:
    r"""Return the share of one partner in a state's trade, :math:`D_{ab} = (X_{ab} + X_{ba}) / (X_a + M_a)`.

    Parameters
    ----------
    two_way : array_like
        Trade with the partner, both directions; NaN where unknown.
    exports, imports : array_like
        All exports and all imports of the state, in the same unit.

    Returns
    -------
    numpy.ndarray
        0 to 1, higher for the more dependent side; NaN where an argument is NaN.

    References
    ----------
    Barbieri, K. (1996), Economic interdependence: a path to peace or a source of interstate conflict? Journal of
    Peace Research 33(1), where it is called trade share.

    Examples
    --------
    >>> trade_dependence([5.0], [60.0], [40.0]).tolist()
    [0.05]
    """
    return _ratio(two_way, np.add(exports, imports))


def _ratio(above: ArrayLike, below: ArrayLike) -> NDArray[np.float64]:
    above, below = np.broadcast_arrays(np.asarray(above, float), np.asarray(below, float))
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
