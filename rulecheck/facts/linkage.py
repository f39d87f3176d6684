"""What is known of the negotiation that a draft may be tied to."""

from collections.abc import Mapping
from datetime import date

from rulecheck.facts.known import Fact, boolean, members, numeric
from rulecheck.facts.sections import Section
from rulecheck.packs.model import Pack
from rulecheck.vocabulary import Members
from rulecheck.vocabulary.enums import SubjectKind


def linkage_facts(
    proposal: Section, subject: SubjectKind, pack: Pack, day: date
) -> Mapping[str, Fact]:
    """The linkage facts of the decision or action, by name."""
    linkage = proposal.section("linkage")
    topics = linkage.words("topics")
    origin = linkage.origin("topics", topics)
    trade = pack.words("trade-topics", day)
    known = (
        Members.at_least(())
        if topics is None
        else Members.exactly(topic for topic in topics if topic in trade)
    )
    counterpart = linkage.field("counterpart").is_in(pack.words("china", day))
    share = linkage.field("revenue_share_percent")
    return {
        f"{subject}.linkage_form": linkage.field("form").fact(),
        f"{subject}.linkage_counterpart_china": boolean(counterpart),
        f"{subject}.linkage_trade_topics": members(known, origin),
        f"{subject}.revenue_share_percent": numeric(share.number()),
    }
