"""The closed sets of words that proposals and packs use, in the terms of the EAR and BIS-748P."""

from enum import StrEnum, unique


@unique
class Kind(StrEnum):
    """What a proposal is."""

    LICENSE_DECISION = "license_decision"
    POLICY_ACTION = "policy_action"


@unique
class Action(StrEnum):
    """What a license decision does with the application."""

    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    APPROVE_IN_PART = "approve_in_part"
    AMEND = "amend"
    DENY = "deny"
    RETURN_WITHOUT_ACTION = "return_without_action"
    REVOKE = "revoke"


@unique
class Basis(StrEnum):
    """On what authority the items would leave."""

    LICENSE = "license"
    LICENSE_EXCEPTION = "license_exception"
    NO_LICENSE_REQUIRED = "no_license_required"


@unique
class ConditionType(StrEnum):
    """What a condition of the license demands."""

    UNIT_CAP = "unit_cap"
    POST_SHIPMENT_VERIFICATION = "post_shipment_verification"
    CLOSED_LOT_LIST = "closed_lot_list"
    NO_REPLENISHMENT = "no_replenishment"
    LOCATION_VERIFICATION = "location_verification"
    NO_REMOTE_ACCESS = "no_remote_access"
    NO_REEXPORT = "no_reexport"
    NO_CAPACITY_EXPANSION = "no_capacity_expansion"
    NO_NODE_UPGRADE = "no_node_upgrade"
    OTHER = "other"


@unique
class TransactionType(StrEnum):
    """The kind of movement, as the EAR names it."""

    EXPORT = "export"
    REEXPORT = "reexport"
    TRANSFER_IN_COUNTRY = "transfer_in_country"


@unique
class TransactionMode(StrEnum):
    """How the items move or are released."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    REPAIR_REPLACEMENT = "repair_replacement"
    SAMPLE = "sample"
    DEEMED_EXPORT = "deemed_export"


@unique
class LegRole(StrEnum):
    """What happens at a leg of the route."""

    ORIGIN = "origin"
    TRANSIT = "transit"
    PACKAGING = "packaging"
    STORAGE = "storage"
    DESTINATION = "destination"


@unique
class TitleHolder(StrEnum):
    """Who owns the items at a leg of the route."""

    APPLICANT = "applicant"
    OTHER = "other"


@unique
class ItemKind(StrEnum):
    """What an item is."""

    CHIP = "chip"
    SYSTEM = "system"
    HBM = "hbm"
    EQUIPMENT = "equipment"
    COMPONENT = "component"
    SOFTWARE = "software"
    TECHNOLOGY = "technology"
    SERVICE = "service"


@unique
class ReleaseStatus(StrEnum):
    """Whether a product has ever shipped."""

    SHIPPED = "shipped"
    UNRELEASED = "unreleased"


@unique
class UsedFor(StrEnum):
    """What an item is used for at its end user."""

    CHIP_MAKING = "chip_making"
    EQUIPMENT_MAKING = "equipment_making"
    OTHER = "other"


@unique
class CoPackaging(StrEnum):
    """What a high-bandwidth memory stack shares its package with."""

    NONE = "none"
    PROCESSOR = "processor"
    OTHER = "other"


@unique
class LotStage(StrEnum):
    """How far the manufacture of a lot has come."""

    FINISHED = "finished"
    PACKAGED_UNTESTED = "packaged_untested"
    DIE_BANK = "die_bank"
    WAFER_IN_PROCESS = "wafer_in_process"
    UNSTARTED = "unstarted"
    PURCHASE_COMMITMENT = "purchase_commitment"


@unique
class LotOwner(StrEnum):
    """Who owns a lot; an affiliate is one of the designer."""

    DESIGNER = "designer"
    AFFILIATE = "affiliate"
    DISTRIBUTOR = "distributor"
    SYSTEM_BUILDER = "system_builder"
    FOUNDRY = "foundry"


@unique
class PartyRole(StrEnum):
    """The part a party has in the transaction."""

    PURCHASER = "purchaser"
    INTERMEDIATE_CONSIGNEE = "intermediate_consignee"
    ULTIMATE_CONSIGNEE = "ultimate_consignee"
    END_USER = "end_user"
    REMOTE_USER = "remote_user"


@unique
class Business(StrEnum):
    """What a party does."""

    CLOUD = "cloud"
    MODEL_DEVELOPER = "model_developer"
    FAB = "fab"
    TOOLMAKER = "toolmaker"
    PACKAGER = "packager"
    RESELLER = "reseller"
    SYSTEM_BUILDER = "system_builder"
    RESEARCH_INSTITUTE = "research_institute"
    OTHER = "other"


@unique
class FacilityKind(StrEnum):
    """What kind of place a party receives at."""

    FAB = "fab"
    DATA_CENTER = "data_center"
    LAB = "lab"
    WAREHOUSE = "warehouse"
    OFFICE = "office"
    OTHER = "other"


@unique
class CheckStatus(StrEnum):
    """How an end-use check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_DONE = "not_done"


@unique
class ScreeningDecision(StrEnum):
    """What the drafter says of a name that screening found."""

    MATCH = "match"
    NO_MATCH = "no_match"


@unique
class LinkageForm(StrEnum):
    """How a decision is tied to a negotiation."""

    NONE = "none"
    RHETORICAL = "rhetorical"
    FORMAL = "formal"


@unique
class LinkageTopic(StrEnum):
    """What the decision is traded against."""

    RARE_EARTHS = "rare_earths"
    TARIFFS = "tariffs"
    MARKET_ACCESS = "market_access"
    INVESTMENT = "investment"
    NARCOTICS = "narcotics"
    PROSECUTIONS = "prosecutions"
    PURCHASES = "purchases"
    OTHER_TRADE = "other_trade"
    SECURITY = "security"


@unique
class Instrument(StrEnum):
    """By what means a policy action is taken."""

    RULE = "rule"
    IS_INFORMED_LETTER = "is_informed_letter"
    GUIDANCE = "guidance"
    ENTITY_LISTING = "entity_listing"
    LICENSE_EXCEPTION = "license_exception"
    AGREEMENT = "agreement"
    STATUTE = "statute"
    SUSPENSION = "suspension"


@unique
class Direction(StrEnum):
    """Which way a change moves the controls as they would stand without the action."""

    TIGHTEN = "tighten"
    LOOSEN = "loosen"
    MAINTAIN = "maintain"


@unique
class Category(StrEnum):
    """What a change of controls is about."""

    CHIPS = "chips"
    SYSTEMS = "systems"
    HBM = "hbm"
    EQUIPMENT = "equipment"
    COMPONENTS = "components"
    CHIP_DESIGN_SOFTWARE = "chip_design_software"
    FABS = "fabs"
    OWNERSHIP = "ownership"
    ROUTES = "routes"
    FOREIGN_MADE_ITEMS = "foreign_made_items"


@unique
class DiplomaticStep(StrEnum):
    """How far an ally has been brought along."""

    ASKED = "asked"
    AGREED = "agreed"
    IMPLEMENTED = "implemented"
    REFUSED = "refused"


@unique
class DiplomacyScope(StrEnum):
    """What a diplomatic step is about: a category of controls, or the servicing of tools."""

    CHIPS = "chips"
    SYSTEMS = "systems"
    HBM = "hbm"
    EQUIPMENT = "equipment"
    COMPONENTS = "components"
    CHIP_DESIGN_SOFTWARE = "chip_design_software"
    FABS = "fabs"
    OWNERSHIP = "ownership"
    ROUTES = "routes"
    FOREIGN_MADE_ITEMS = "foreign_made_items"
    SERVICING = "servicing"


@unique
class SubjectKind(StrEnum):
    """What a rule is judged on."""

    DECISION = "decision"
    ITEM = "item"
    LOT = "lot"
    PARTY = "party"
    LEG = "leg"
    ACTION = "action"
    CHANGE = "change"


PARENT: dict[SubjectKind, SubjectKind] = {
    SubjectKind.ITEM: SubjectKind.DECISION,
    SubjectKind.LOT: SubjectKind.ITEM,
    SubjectKind.PARTY: SubjectKind.DECISION,
    SubjectKind.LEG: SubjectKind.DECISION,
    SubjectKind.CHANGE: SubjectKind.ACTION,
}
"""Whose facts a subject sees besides its own."""


def lineage(kind: SubjectKind) -> tuple[SubjectKind, ...]:
    """The kind itself, then its parent, and so on."""
    found = [kind]
    while (parent := PARENT.get(found[-1])) is not None:
        found.append(parent)
    return tuple(found)
