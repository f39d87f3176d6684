"""Strict YAML: documents whose every key and value knows where it stands in the file.

What two YAML readers would read differently is an error that says what to write instead, and
limits keep hostile files from costing time or memory.
"""

from rulecheck.documents.limits import DEFAULT_LIMITS, Limits
from rulecheck.documents.nodes import (
    Document,
    Entry,
    Located,
    Mapping,
    Node,
    Plain,
    Pointer,
    Scalar,
    Sequence,
    Value,
    plain,
)
from rulecheck.documents.parsing import parse
from rulecheck.documents.positions import Position, Source, Span
from rulecheck.documents.problems import DocumentError, Problem, problem_at
from rulecheck.documents.spelling import closest

__all__ = [
    "DEFAULT_LIMITS",
    "Document",
    "DocumentError",
    "Entry",
    "Limits",
    "Located",
    "Mapping",
    "Node",
    "Plain",
    "Pointer",
    "Position",
    "Problem",
    "Scalar",
    "Sequence",
    "Source",
    "Span",
    "Value",
    "closest",
    "parse",
    "plain",
    "problem_at",
]
