"""Loading a pack is validating it: every fault is found, and a faulty pack judges nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeVar

from rulecheck.documents import Document, DocumentError, Pointer, Problem, closest, parse
from rulecheck.documents.problems import file_problem, shown
from rulecheck.documents.validation import (
    Faults,
    fault_at,
    fault_at_key,
    frozen,
    in_order,
    validated,
)
from rulecheck.packs import files
from rulecheck.packs.conditions import (
    MOST_ALTERNATIVES,
    Condition,
    Literal,
    Operator,
    alternatives,
    comparisons,
    with_parameters,
)
from rulecheck.packs.folders import TESTS_SUFFIX, content_sha256
from rulecheck.packs.language import ConditionReader, literal_of, value_of
from rulecheck.packs.model import (
    ClassifiedSentence,
    Definition,
    Move,
    Norm,
    Note,
    Pack,
    Parameter,
    ParameterValue,
    Recommendation,
    Rule,
)
from rulecheck.packs.moves import read_moves
from rulecheck.packs.needs import (
    COUNTRIES_OF,
    GROUPS_OF,
    PARAMETERS_NEEDED,
    PARAMETERS_OFFERED,
    PERCENTS,
    THRESHOLDS_NEEDED,
    WORDS_OF,
)
from rulecheck.packs.reference import (
    MARKETING,
    Chip,
    Countries,
    Entity,
    EquipmentClass,
    GroupPeriod,
    Limit,
    Listing,
    Measure,
    Specifications,
    SupplierControl,
    Threshold,
    ThresholdPeriod,
    Throughput,
)
from rulecheck.packs.sentences import citation, doubled, unclassified, unsettled
from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.facts import FactType
from rulecheck.vocabulary.fields import Strict
from rulecheck.vocabulary.ranges import exactly

M = TypeVar("M", bound=Strict)

SINGLE_FILES: Final = {
    "pack.yaml": files.PackFile,
    "parameters.yaml": files.ParametersFile,
    "definitions.yaml": files.DefinitionsFile,
    "reference/chips.yaml": files.ChipsFile,
    "reference/countries.yaml": files.CountriesFile,
    "reference/thresholds.yaml": files.ThresholdsFile,
    "reference/entities.yaml": files.EntitiesFile,
    "reference/equipment.yaml": files.EquipmentFile,
    "reference/suppliers.yaml": files.SuppliersFile,
}
"""Files that every pack has."""

MOVES_FILE: Final = "moves.yaml"
OPTIONAL_FILES: Final = {"source.yaml": files.SourceFile, MOVES_FILE: files.MovesFile}
"""Files that a pack may have. Every YAML file named nowhere here is a recommendation's."""

MOST_COMPARISONS: Final = 100
MOST_CONDITIONS: Final = 24
"""Well inside what durable-rules takes in one ruleset, where each counts twice."""

_NUMBER_OPERATORS = {
    Operator.AT_LEAST,
    Operator.MORE_THAN,
    Operator.AT_MOST,
    Operator.LESS_THAN,
}


def loaded(folder: Path, texts: Mapping[str, bytes]) -> Pack:
    """The pack that a folder's files, by their name inside it, make.

    Raises `Faults` with every fault of every file: unreadable YAML, unknown keys, facts,
    operators or values, missing sources, doubled ids, gaps in dates.
    """
    loader = _Loader(folder, texts)
    pack = loader.load()
    if pack is None or loader.faults:
        raise Faults(sorted(loader.faults, key=lambda each: (each.source_name, in_order(each))))
    return pack


class _Loader:
    """One loading: files in, faults gathered on the way, a pack out if there are none."""

    def __init__(self, folder: Path, texts: Mapping[str, bytes]) -> None:
        self.name = folder.as_posix()
        self.texts = texts
        self.faults: list[Problem] = []
        self.documents: dict[str, Document] = {}
        self.faulty: set[str] = set()
        """Definitions that could not be read."""

    def load(self) -> Pack | None:
        header = self._file("pack.yaml", files.PackFile)
        parameters_file = self._file("parameters.yaml", files.ParametersFile)
        definitions_file = self._file("definitions.yaml", files.DefinitionsFile)
        chips_file = self._file("reference/chips.yaml", files.ChipsFile)
        countries_file = self._file("reference/countries.yaml", files.CountriesFile)
        thresholds_file = self._file("reference/thresholds.yaml", files.ThresholdsFile)
        entities_file = self._file("reference/entities.yaml", files.EntitiesFile)
        equipment_file = self._file("reference/equipment.yaml", files.EquipmentFile)
        suppliers_file = self._file("reference/suppliers.yaml", files.SuppliersFile)
        has_source = "source.yaml" in self.texts
        source_file = self._file("source.yaml", files.SourceFile) if has_source else None
        names = [
            name
            for name in self.texts
            if name not in SINGLE_FILES | OPTIONAL_FILES and not name.endswith(TESTS_SUFFIX)
        ]
        recommendation_files = {
            name: loaded
            for name in names
            if (loaded := self._file(name, files.RecommendationFile)) is not None
        }
        if source_file is not None:
            self._check_citations(source_file, recommendation_files)
            if 0 < len(recommendation_files) == len(names):  # or else not all citations are known
                self._check_coverage(source_file, recommendation_files)
        if (
            header is None
            or parameters_file is None
            or definitions_file is None
            or chips_file is None
            or countries_file is None
            or thresholds_file is None
            or entities_file is None
            or equipment_file is None
            or suppliers_file is None
        ):
            return None
        judges_from = header.pack.judges_from
        parameters = self._parameters(parameters_file, judges_from)
        self._check_words(parameters_file, countries_file)
        definitions = self._definitions(definitions_file, parameters)
        return Pack(
            name=header.pack.name,
            version=header.pack.version,
            source_title=f"{header.pack.source.title}, {header.pack.source.dated}",
            judges_from=judges_from,
            content_sha256=content_sha256(self.texts),
            recommendations=self._recommendations(recommendation_files, parameters, definitions),
            parameters=parameters,
            definitions=definitions,
            chips=self._chips(chips_file),
            countries=self._countries(countries_file, judges_from),
            thresholds=self._thresholds(thresholds_file, judges_from),
            entities=self._entities(entities_file),
            equipment=self._equipment(equipment_file),
            suppliers=self._suppliers(suppliers_file, countries_file.countries),
            sentences=None if source_file is None else _sentences(source_file),
            moves=self._moves(parameters, definitions),
        )

    # -- files -------------------------------------------------------------------------------

    def _file(self, name: str, model: type[M]) -> M | None:
        path = f"{self.name}/{name}"
        if name not in self.texts:
            near = closest(name, (each for each in self.texts if each not in SINGLE_FILES))
            hint = f"rename `{near}`, if that is it" if near else "add it; every pack has one"
            self.faults.append(file_problem(path, "the pack lacks this file", hint))
            return None
        try:
            documents = parse(path, self.texts[name])
        except DocumentError as error:
            self.faults.append(error.problem)
            return None
        if len(documents) != 1:
            message = f"a pack file holds one document, and this one holds {len(documents)}"
            self.faults.append(file_problem(path, message, "join them, without the lines `---`"))
            return None
        document = documents[0]
        self.documents[name] = document
        try:
            return validated(model, frozen(document.root), document)
        except Faults as found:
            self.faults.extend(found.problems)
            return None

    def _fault(self, file: str, at: Pointer, message: str, hint: str | None = None) -> None:
        self.faults.append(fault_at(self.documents[file], at, message, hint))

    def _key_fault(self, file: str, at: Pointer, message: str, hint: str | None = None) -> None:
        self.faults.append(fault_at_key(self.documents[file], at, message, hint))

    def _unique(self, file: str, at: str, ids: Sequence[str]) -> None:
        for place, each in enumerate(ids):
            if each in ids[:place]:
                message = f"the id `{each}` is used twice"
                self._fault(file, (at, place, "id"), message, "give each its own id")

    def _covers(self, file: str, at: Pointer, first: date | None, judges_from: date) -> None:
        if first is None or first > judges_from:
            self._fault(
                file,
                at,
                f"no value is in force on {judges_from}, from when the pack judges",
                f"add one dated {judges_from} or earlier",
            )

    # -- the source ----------------------------------------------------------------------------

    def _check_citations(
        self, loaded: files.SourceFile, recommendations: Mapping[str, files.RecommendationFile]
    ) -> None:
        for slip in doubled(loaded.sentences):
            self._fault("source.yaml", *slip)
        for name, content in recommendations.items():
            for slip in unclassified(content.recommendation.sources, loaded.sentences):
                self._fault(name, *slip)

    def _check_coverage(
        self, loaded: files.SourceFile, recommendations: Mapping[str, files.RecommendationFile]
    ) -> None:
        entries = [content.recommendation for content in recommendations.values()]
        for slip in unsettled(loaded.sentences, entries):
            self._fault("source.yaml", *slip)

    # -- parameters and definitions ------------------------------------------------------------

    def _parameters(self, loaded: files.ParametersFile, judges_from: date) -> dict[str, Parameter]:
        file = "parameters.yaml"
        self._unique(file, "parameters", [entry.id for entry in loaded.parameters])
        found = {}
        for place, entry in enumerate(loaded.parameters):
            at: Pointer = ("parameters", place, "values")
            self._covers(file, at, min(entry.values, default=None), judges_from)
            values = []
            for since, value in sorted(entry.values.items()):
                literal = value_of(value.value)
                if literal is None:
                    self._fault(
                        file,
                        (*at, since.isoformat(), "value"),
                        "this can't be the value of a parameter",
                        "write a word, a number, a date, true or false, or a list of words",
                    )
                else:
                    values.append(ParameterValue(since, literal, value.source, value.basis))
            self._one_type(file, at, values)
            found[entry.id] = Parameter(entry.id, entry.meaning, tuple(values))
        for needed, kind in PARAMETERS_NEEDED.items():
            if needed not in found:
                hint = f"add it as a {kind}: computed facts read it"
                self._fault(file, ("parameters",), f"the parameter `{needed}` is missing", hint)
        missing = [name for name in PARAMETERS_OFFERED if name not in found]
        for place, entry in enumerate(loaded.parameters):
            self._check_kind(file, ("parameters", place), found[entry.id])
            self._check_percent(file, ("parameters", place, "values"), found[entry.id])
            for meant in get_close_matches(entry.id, missing, cutoff=_MISSPELT):
                message = f"the program reads `{meant}`, and nothing called `{shown(entry.id)}`"
                hint = f"write `{meant}`, or call it by another name"
                self._fault(file, ("parameters", place, "id"), message, hint)
        return found

    def _check_percent(self, file: str, at: Pointer, parameter: Parameter) -> None:
        for value in parameter.values if parameter.id in PERCENTS else ():
            number = value.value
            if isinstance(number, Fraction) and not 0 <= number <= 100:
                where = (*at, value.since.isoformat(), "value")
                message = f"`{parameter.id}` is in percent, from 0 to 100"
                self._fault(file, where, message, "write a number between them")

    def _check_kind(self, file: str, at: Pointer, parameter: Parameter) -> None:
        """Note a parameter that the program reads and that is of another kind than it reads."""
        needed = PARAMETERS_NEEDED.get(parameter.id)
        kind = needed or PARAMETERS_OFFERED.get(parameter.id)
        if kind is None or all(_is_kind(kind, value.value) for value in parameter.values):
            return
        due, example = _DUE[kind]
        reader = "computed facts read it" if needed else "the program reads it"
        hint = f"write `value: {example}`"
        self._fault(file, at, f"`{parameter.id}` must be {due}: {reader}", hint)

    def _check_words(self, loaded: files.ParametersFile, countries: files.CountriesFile) -> None:
        """Note the words of needed parameters that no proposal can ever have."""
        for place, entry in enumerate(loaded.parameters):
            known: Collection[str] = tuple(WORDS_OF.get(entry.id, ()))
            otherwise = f"allowed: {', '.join(known)}"
            if entry.id in COUNTRIES_OF:
                known, otherwise = countries.countries, "write codes that `countries` has"
            if entry.id in GROUPS_OF:
                known, otherwise = countries.groups, "write groups that `groups` has"
            for since, value in entry.values.items():
                at: Pointer = ("parameters", place, "values", since.isoformat(), "value")
                words = value.value if known and isinstance(value.value, tuple) else ()
                for number, word in enumerate(words):
                    if isinstance(word, str) and word not in known:
                        near = closest(word, known)
                        hint = f"did you mean `{near}`?" if near else otherwise
                        message = f"no proposal ever says `{shown(word)}` in such a place"
                        self._fault("parameters.yaml", (*at, number), message, hint)

    def _one_type(self, file: str, at: Pointer, values: Sequence[ParameterValue]) -> None:
        if len({type(value.value) for value in values}) > 1:
            message = "the values are of different types"
            self._fault(file, at, message, "let all be words, or numbers, or dates, or lists")

    def _definitions(
        self, loaded: files.DefinitionsFile, parameters: Mapping[str, Parameter]
    ) -> dict[str, Definition]:
        file = "definitions.yaml"
        self._unique(file, "definitions", [entry.id for entry in loaded.definitions])
        found: dict[str, Definition] = {}
        reader = ConditionReader(self.documents[file], parameters, found, self.faults, self.faulty)
        for place, entry in enumerate(loaded.definitions):
            condition = reader.read(
                entry.condition, ("definitions", place, "condition"), entry.subject
            )
            if condition is None:
                self.faulty.add(entry.id)
            else:
                found[entry.id] = Definition(entry.id, entry.subject, entry.meaning, condition)
        return found

    def _moves(
        self, parameters: Mapping[str, Parameter], definitions: Mapping[str, Definition]
    ) -> tuple[Move, ...]:
        if MOVES_FILE not in self.texts:
            return ()
        loaded = self._file(MOVES_FILE, files.MovesFile)
        if loaded is None:
            return ()
        self._unique(MOVES_FILE, "moves", [entry.id for entry in loaded.moves])
        reader = ConditionReader(
            self.documents[MOVES_FILE], parameters, definitions, self.faults, self.faulty
        )
        return tuple(read_moves(loaded, reader))

    # -- recommendations -----------------------------------------------------------------------

    def _recommendations(
        self,
        loaded: Mapping[str, files.RecommendationFile],
        parameters: Mapping[str, Parameter],
        definitions: Mapping[str, Definition],
    ) -> tuple[Recommendation, ...]:
        found = []
        for name, content in loaded.items():
            reader = ConditionReader(
                self.documents[name], parameters, definitions, self.faults, self.faulty
            )
            found.append(self._recommendation(name, content, reader))
        if not found:
            hint = "write each in a file of its own beside pack.yaml"
            self.faults.append(file_problem(self.name, "the pack holds no recommendation", hint))
        return tuple(found)

    def _recommendation(
        self, file: str, content: files.RecommendationFile, reader: ConditionReader
    ) -> Recommendation:
        entry = content.recommendation
        if f"{entry.id}.yaml" != file:
            self._fault(
                file,
                ("recommendation", "id"),
                f"the recommendation `{entry.id}` stands in another file than its own",
                f"rename the file to {entry.id}.yaml, or give the recommendation another id",
            )
        permissive = entry.norm is Norm.PERMISSIVE
        if permissive and entry.weight is not None:
            message = "a permissive recommendation has no weight: it never counts"
            self._fault(file, ("recommendation", "weight"), message, "drop the weight")
        if not permissive and not entry.weight:
            message = "a recommendation that is not permissive needs a weight above 0"
            hint = "write `weight: 10`, or another number that fits beside the others"
            self._fault(file, ("recommendation", "weight"), message, hint)
        self._unique(file, "rules", [rule.id for rule in content.rules])
        return Recommendation(
            id=entry.id,
            title=entry.title,
            norm=entry.norm,
            weight=entry.weight or 0,
            citations=tuple(map(citation, entry.sources)),
            reading=entry.reading,
            rules=tuple(
                rule
                for place, each in enumerate(content.rules)
                if (rule := self._rule(file, place, entry, each, reader)) is not None
            ),
        )

    def _rule(
        self,
        file: str,
        place: int,
        recommendation: files.RecommendationEntry,
        entry: files.RuleEntry,
        reader: ConditionReader,
    ) -> Rule | None:
        at: Pointer = ("rules", place)
        norm = entry.norm or recommendation.norm
        self._check_standing(file, at, recommendation, entry, norm)

        def read(key: str, data: object) -> Condition | None:
            return reader.read(data, (*at, key), entry.subject)

        applies, violated = (
            read("applies_when", entry.applies_when),
            read("violated_when", entry.violated_when),
        )
        unless = None if entry.unless is None else read("unless", entry.unless)
        advanced = (
            None if entry.advanced_when is None else read("advanced_when", entry.advanced_when)
        )
        reader.check_template(entry.message, (*at, "message"), entry.subject)
        if "{" in entry.remedy:
            message = "a remedy holds for every draft, so it names no values"
            self._fault(file, (*at, "remedy"), message, "put them into the message")
        reader.check_facts(entry.evidence, (*at, "evidence"), entry.subject)
        notes = []
        for number, note in enumerate(entry.notes):
            when = reader.read(note.when, (*at, "notes", number, "when"), entry.subject)
            reader.check_template(note.message, (*at, "notes", number, "message"), entry.subject)
            if when is not None:
                notes.append(Note(when, note.message))
        if applies is None or violated is None:
            return None
        self._check_size(
            file,
            at,
            [applies, violated, unless, advanced, *(note.when for note in notes)],
            reader.parameters,
        )
        return Rule(
            id=entry.id,
            subject=entry.subject,
            title=entry.title,
            norm=norm,
            veto=entry.veto,
            veto_because=entry.veto_because,
            on_unknown=entry.on_unknown,
            applies_when=applies,
            violated_when=violated,
            unless=unless,
            advanced_when=advanced,
            message=entry.message,
            remedy=entry.remedy,
            evidence=dict(entry.evidence),
            notes=tuple(notes),
            across_run=entry.across_run,
            waivable=entry.waivable,
        )

    def _check_size(
        self,
        file: str,
        at: Pointer,
        conditions: Sequence[Condition | None],
        parameters: Mapping[str, Parameter],
    ) -> None:
        written = [
            with_parameters(condition, partial(_longest, parameters))
            for condition in conditions
            if condition is not None
        ]
        size = sum(
            len(comparison.operand) if isinstance(comparison.operand, tuple) else 1
            for condition in written
            for comparison in comparisons(condition)
        )
        ways = max(
            alternatives(condition, wanted) for condition in written for wanted in (True, False)
        )
        if ways > MOST_ALTERNATIVES:
            self._fault(
                file,
                at,
                f"a condition of the rule can be decided in {ways} ways at once; an engine takes "
                f"{MOST_ALTERNATIVES}",
                "split the rule at one of its `any`, or at an `all` inside a `not`",
            )
        if size > MOST_COMPARISONS or len(written) > MOST_CONDITIONS:
            self._fault(
                file,
                at,
                f"the rule makes {size} comparisons in {len(written)} conditions; an engine takes "
                f"{MOST_COMPARISONS} in {MOST_CONDITIONS}",
                "split it into several rules",
            )

    def _check_standing(
        self,
        file: str,
        at: Pointer,
        recommendation: files.RecommendationEntry,
        entry: files.RuleEntry,
        norm: Norm,
    ) -> None:
        if not entry.id.startswith(f"{recommendation.id}/"):
            self._fault(
                file,
                (*at, "id"),
                f"the rule `{entry.id}` serves another recommendation by its name",
                f"write {recommendation.id}/{entry.id.partition('/')[2]}",
            )
        if (norm is Norm.PERMISSIVE) != (recommendation.norm is Norm.PERMISSIVE):
            message = "a rule's own norm can't make it permissive, nor the opposite"
            hint = "drop `norm`, or move the rule to a recommendation that fits"
            self._fault(file, (*at, "norm"), message, hint)
        if entry.veto and norm is Norm.PERMISSIVE:
            self._fault(file, (*at, "veto"), "a permissive rule can't be a veto", "drop the veto")
        if entry.veto and norm is Norm.IMPLIED and not entry.veto_because:
            self._fault(
                file,
                (*at, "veto"),
                "a veto on an implied norm needs a reason",
                "give it in `veto_because`",
            )
        if entry.veto_because and not entry.veto:
            message = "this is a reason for a veto, and the rule is none"
            self._fault(file, (*at, "veto_because"), message, "add `veto: true`, or drop it")
        if entry.advanced_when is not None and entry.subject not in (
            SubjectKind.ACTION,
            SubjectKind.CHANGE,
        ):
            message = "only policy actions advance a recommendation"
            self._fault(file, (*at, "advanced_when"), message, "drop it")

    # -- reference data ------------------------------------------------------------------------

    def _chips(self, loaded: files.ChipsFile) -> dict[str, Chip]:
        self._unique("reference/chips.yaml", "chips", [entry.id for entry in loaded.chips])
        return {entry.id: _chip(entry) for entry in loaded.chips}

    def _countries(self, loaded: files.CountriesFile, judges_from: date) -> Countries:
        file = "reference/countries.yaml"
        groups = {}
        for group, entries in loaded.groups.items():
            at: Pointer = ("groups", group)
            periods = tuple(
                GroupPeriod(
                    entry.since,
                    entry.until,
                    frozenset(entry.members),
                    entry.source,
                    entry.confidence,
                )
                for entry in entries
            )
            self._covers(file, at, periods[0].since if periods else None, judges_from)
            for place, (one, other) in enumerate(pairwise(periods)):
                if one.until != other.since:
                    ends = "has no end" if one.until is None else f"ends on {one.until}"
                    message = f"this row {ends}, and the next begins on {other.since}"
                    self._fault(file, (*at, place), message, f"write `until: {other.since}`")
            for place, period in enumerate(periods):
                if period.until is not None and period.until <= period.since:
                    message = f"this row ends on {period.until}, not after it begins"
                    hint = "write a later day, or put the rows in the order of their dates"
                    self._fault(file, (*at, place, "until"), message, hint)
            if periods and periods[-1].until is not None:
                message = f"no row is in force from {periods[-1].until} on"
                self._fault(file, (*at, len(periods) - 1, "until"), message, "drop the last end")
            for place, entry in enumerate(entries):
                for number, member in enumerate(entry.members):
                    if member not in loaded.countries:
                        where: Pointer = (*at, place, "members", number)
                        self._no_country(file, where, member)
            groups[group] = periods
        for name, code in loaded.ear_names.items():
            if code not in loaded.countries:
                self._no_country(file, ("ear_names", name), code)
        return Countries(dict(loaded.countries), groups)

    def _no_country(self, file: str, at: Pointer, code: str) -> None:
        hint = "correct it, or add it to `countries`"
        self._fault(file, at, f"there is no country `{code}`", hint)

    def _entities(self, loaded: files.EntitiesFile) -> tuple[Entity, ...]:
        file = "reference/entities.yaml"
        self._unique(file, "entities", [entry.id for entry in loaded.entities])
        for place, entry in enumerate(loaded.entities):
            for number, listing in enumerate(entry.listings):
                at: Pointer = ("entities", place, "listings", number, "until")
                self._check_ends(file, at, listing.since, listing.until)
        return tuple(_entity(entry) for entry in loaded.entities)

    def _equipment(self, loaded: files.EquipmentFile) -> dict[str, EquipmentClass]:
        file = "reference/equipment.yaml"
        self._unique(file, "equipment", [entry.id for entry in loaded.equipment])
        return {
            entry.id: EquipmentClass(
                entry.id, entry.title, entry.eccns, entry.source, entry.confidence
            )
            for entry in loaded.equipment
        }

    def _suppliers(
        self, loaded: files.SuppliersFile, countries: Mapping[str, str]
    ) -> tuple[SupplierControl, ...]:
        file = "reference/suppliers.yaml"
        for place, entry in enumerate(loaded.suppliers):
            if entry.country not in countries:
                message = f"there is no country `{entry.country}`"
                hint = "use the two letters of ISO 3166-1"
                self._fault(file, ("suppliers", place, "country"), message, hint)
            self._check_ends(file, ("suppliers", place, "until"), entry.since, entry.until)
        return tuple(
            SupplierControl(
                entry.country,
                entry.since,
                entry.until,
                entry.categories,
                entry.covers_servicing,
                entry.title,
                entry.source,
                entry.confidence,
            )
            for entry in loaded.suppliers
        )

    def _check_ends(self, file: str, at: Pointer, since: date, until: date | None) -> None:
        if until is not None and until <= since:
            message = f"the end, {until}, is not after the beginning, {since}"
            self._fault(file, at, message, "give a later end, or none if it still holds")

    def _thresholds(self, loaded: files.ThresholdsFile, judges_from: date) -> dict[str, Threshold]:
        file = "reference/thresholds.yaml"
        self._unique(file, "thresholds", [entry.id for entry in loaded.thresholds])
        found = {}
        for place, entry in enumerate(loaded.thresholds):
            at: Pointer = ("thresholds", place, "values")
            self._covers(file, at, min(entry.values, default=None), judges_from)
            periods = []
            for since, period in sorted(entry.values.items()):
                inside: Pointer = (*at, since.isoformat())
                periods.append(
                    ThresholdPeriod(
                        since,
                        self._alternatives(file, (*inside, "any"), period.any),
                        self._alternatives(file, (*inside, "exempt"), period.exempt),
                        period.source,
                        period.basis,
                    )
                )
            found[entry.id] = Threshold(entry.id, entry.meaning, tuple(periods))
        for needed in THRESHOLDS_NEEDED:
            if needed not in found:
                hint = "add it: computed facts read it"
                self._fault(file, ("thresholds",), f"the threshold `{needed}` is missing", hint)
        return found

    def _alternatives(
        self, file: str, at: Pointer, alternatives: Iterable[object]
    ) -> tuple[tuple[Limit, ...], ...]:
        return tuple(
            self._limits(file, (*at, place), alternative)
            for place, alternative in enumerate(alternatives)
        )

    def _limits(self, file: str, at: Pointer, data: object) -> tuple[Limit, ...]:
        if not isinstance(data, dict) or not data:
            message = "measures with their limits are due here"
            hint = "write total_processing_performance: {at_least: 4800}, or the like"
            self._fault(file, at, message, hint)
            return ()
        found = []
        for key, right in data.items():
            try:
                measure = Measure(key)
            except ValueError:
                near = closest(str(key), list(Measure))
                hint = f"did you mean `{near}`?" if near else f"known: {', '.join(Measure)}"
                self._key_fault(file, (*at, key), f"there is no measure `{shown(key)}`", hint)
                continue
            limit = _limit(measure, right)
            if limit is None:
                operators = ", ".join(sorted(_NUMBER_OPERATORS))
                hint = f"write {{at_least: 4800}}, or another of: {operators}"
                if measure in MARKETING:
                    hint = "write true or false"
                self._fault(file, (*at, key), f"this is no limit of {measure}", hint)
            else:
                found.append(limit)
        return tuple(found)


def _longest(parameters: Mapping[str, Parameter], parameter: str) -> Literal:
    """The value of a parameter that has the most words."""
    values = [value.value for value in parameters[parameter].values]
    # One whose every value is faulty has none; the pack is refused for that.
    return max(values, key=lambda value: len(value) if isinstance(value, tuple) else 1, default=())


_MISSPELT: Final = 0.9
"""How like the name of a parameter that the program offers to read another is not by intent."""

_TYPES = {"date": date, "list": tuple, "number": Fraction}
_DUE = {
    "date": ("a date without quotes", "2025-07-22"),
    "list": ("a list of words", "[…]"),
    "number": ("a number", "50"),
}
"""How the kinds of value that computed facts need are described, and an example of each."""


def _is_kind(kind: str, value: Literal) -> bool:
    return isinstance(value, _TYPES[kind])


def _limit(measure: Measure, right: object) -> Limit | None:
    if measure in MARKETING:
        return Limit(measure, Operator.EQUALS, right) if isinstance(right, bool) else None
    if not isinstance(right, dict) or len(right) != 1:
        return None
    key, value = next(iter(right.items()))
    if key not in _NUMBER_OPERATORS:
        return None
    literal = literal_of(FactType.NUMBER, Operator(key), value)
    if literal is None or isinstance(literal, bool | str | date | tuple):
        return None
    return Limit(measure, Operator(key), exactly(literal))


def _sentences(loaded: files.SourceFile) -> tuple[ClassifiedSentence, ...]:
    entries = sorted(loaded.sentences, key=lambda each: (each.paragraph, each.sentence))
    return tuple(
        ClassifiedSentence(citation(each), each.kind, each.note, each.because) for each in entries
    )


def _entity(entry: files.EntityEntry) -> Entity:
    return Entity(
        id=entry.id,
        name=entry.name,
        aliases=entry.aliases,
        country=entry.country,
        network=entry.network,
        businesses=entry.businesses,
        listings=tuple(
            Listing(each.basis, each.since, each.until, each.citation, each.confidence)
            for each in entry.listings
        ),
    )


def _chip(entry: files.ChipEntry) -> Chip:
    specs = entry.specs
    return Chip(
        id=entry.id,
        name=entry.name,
        aliases=entry.aliases,
        specs=Specifications(
            throughput=tuple(
                Throughput(each.bits, each.dense_tops) for each in specs.throughput or ()
            ),
            throughput_complete=specs.throughput_complete,
            total_processing_performance=specs.total_processing_performance,
            die_area_mm2=specs.die_area_mm2,
            dram_bandwidth_gbps=specs.dram_bandwidth_gbps,
            io_bandwidth_gbps=specs.io_bandwidth_gbps,
        ),
        release_status=entry.release.status,
        first_shipment=entry.release.first_shipment,
        marketed_data_center=entry.marketed.data_center,
        marketed_inference=entry.marketed.inference,
        confidence=entry.confidence,
        source=entry.source,
    )
