"""The operator's list: what it says goes before names, and legal forms on it make no difference."""

import pytest

from bot.domain.alias import Alias, Tie
from bot.domain.match import Likeness, Prospect, Thresholds
from bot.matching.aliases import Aliases, alias_key
from bot.matching.domains import ignored
from bot.matching.judge import judge_pair


def line(company, of, tie=Tie.SAME):
    return Alias("p", company, of, tie, alias_key(company), alias_key(of))


LIST = Aliases(
    [
        line("Twitter", "X Corp"),
        line("Periscope", "twitter.com"),
        line("twitter.com", "Twitter"),
        line("Sephora", "LVMH", Tie.GROUP),
        line("Louis Vuitton", "LVMH", Tie.GROUP),
        line("Hitachi Zosen", "Hitachi", Tie.APART),
    ]
)


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        pytest.param(Prospect("Twitter, Inc."), Prospect("X Corp."), Likeness.SAME, id="renamed"),
        pytest.param(Prospect("Periscope"), Prospect("X"), Likeness.SAME, id="in two steps"),
        pytest.param(Prospect("The bird", "twitter.com"), Prospect("Periscope GmbH"), Likeness.SAME, id="by domain"),
        pytest.param(Prospect("Sephora SAS"), Prospect("Louis Vuitton"), Likeness.REVIEW, id="of one group"),
        pytest.param(Prospect("Hitachi, Ltd."), Prospect("Hitachi Zosen Corp."), Likeness.DIFFERENT, id="apart"),
        pytest.param(Prospect("Sephora"), Prospect("Hitachi"), Likeness.DIFFERENT, id="nothing said"),
    ],
)
def test_what_the_list_says(one, other, likeness):
    judgement = judge_pair(one, other, ignored(), Thresholds(0.8, 0.85, 0.8), LIST)
    assert judgement.likeness is likeness
    assert judgement == judge_pair(other, one, ignored(), Thresholds(0.8, 0.85, 0.8), LIST)
