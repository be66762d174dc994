"""The memory of a server's process: what it loads at its start is not searched for garbage."""

import gc

YOUNG, OLDER = 50_000, 10  # objects before a search; searches before an older generation's


def settle() -> None:
    """Leave all that is loaded by now out of later searches for garbage, and search less often.

    For the processes of a server alone, once the application is built: nothing of it is ever
    given back. A page over 10 000 members makes some 100 000 values at once, that die with it
    without the collector; with Python's threshold of 700 it walks them, and the application,
    dozens of times in vain (measured: a quarter of the page's processor time). Cycles are still
    found, every ``YOUNG`` objects.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDER)
