from .backtest import backtest as backtest
from .backtest import continuation_rate as continuation_rate
from .backtest import outlook as outlook
from .specifications import specification_curve as specification_curve
from .specifications import summary as summary
from .votes import implied as implied
from .votes import visits as visits
from .votes import vote_drivers as vote_drivers
