"""Drafts whose every free text says the same thing, and what a report on them is made of."""

from dataclasses import replace

from rulecheck.packs import Pack

HOSTILE = (
    "100% off %0A::error::x",
    "one\ntwo\r\n::error file=x,line=1::three",
    "::set-output name=a::b",
    "##[group]a ##vso[task.complete]b",
    "]]> <![CDATA[ &amp; &#x41; <!-- -- -->",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\x1b[31mred\x1b]0;title\x07",
    "\u202eright to left\u2066\u200b\ufeff",
    "nul \x00 delete \x7f next \x85 line \u2028 none \ufffe",
    "a | b || c",
    "`code` ``more`` ```",
    "@everyone see #1, GH-2, !3, ~label, owner/repo#4 and deadbeefdeadbeef",
    "[click](https://evil.example) ![x](//evil.example/x.png) <https://evil.example>",
    "www.evil.example http://evil.example mailto:a@evil.example",
    "# heading\n- list\n> quote\n---\n| a |\n|---|\n/close",
    "*bold* _it_ ~~gone~~ $math$ :smile: \\ \\` \\|",
    "{0} {} {{x}} {item.id}",
    "'single' \"double\" = ' onload=\"x",
)
"""One for each way in which a text steers a format, hides in it, or breaks out of it."""

PLAIN = "plain"


def decision(text: str) -> str:
    """A decision that says the text wherever it is free to, and breaks rules of each level."""
    said = _quoted(text)
    return f"""\
schema: rulecheck/proposal/v1
kind: license_decision
id: hostile-decision
title: {said}
as_of: 2025-07-30
application: {{number: {said}, applicant: {{name: {said}, country: US}}}}
decision:
  action: approve_with_conditions
  basis: license
  exception: {said}
  conditions: [{{type: other, text: {said}}}]
transaction: {{mode: permanent, end_use: {said}}}
route: [{{country: TW, role: origin}}, {{country: CN, role: destination}}]
items:
  - id: h20
    kind: chip
    product: nvidia-h20
    quantity: 9000
    approved_quantity: 9000
    end_users: [buyer]
    lots: [{{id: next-run, stage: unstarted, owner: foundry, accelerators: 8000, approved: true}}]
inventory: [{{id: stock, product: nvidia-h20, attested_finished: 5000, attested_by: {said}}}]
parties:
  - id: buyer
    role: end_user
    name: {said}
    country: CN
    owners: [{{name: {said}, percent: 50}}]
    end_use_check: {{status: failed, by: {said}}}
    red_flags: [{{flag: {said}, resolved: false}}]
    screening: [{{entry: {said}, decision: no_match, because: {said}}}]
linkage: {{counterpart: CN, topics: [rare_earths], evidence: {said}}}
"""


def action(text: str) -> str:
    """An action whose message repeats what the draft says."""
    said = _quoted(text)
    return f"""\
schema: rulecheck/proposal/v1
kind: policy_action
id: hostile-action
title: {said}
as_of: 2025-07-30
instrument: rule
changes:
  - id: chips-open
    direction: loosen
    category: chips
    countries: [CN]
    entities: [{said}]
    carve_outs: [{said}]
linkage: {{form: formal, counterpart: CN, topics: [tariffs], evidence: {said}}}
"""


def invalid(text: str) -> str:
    """A draft with a wrong word, which the error repeats."""
    return action(PLAIN).replace("instrument: rule", f"instrument: {_quoted(text)}")


def _quoted(text: str) -> str:
    """The text as YAML: everything that is not a plain letter or digit by its code."""
    return '"' + "".join(f"\\U{ord(each):08x}" for each in text) + '"'


def pack_saying(text: str, pack: Pack) -> Pack:
    """The pack with the text wherever its words are shown."""
    return replace(
        pack,
        version=text,
        recommendations=tuple(
            replace(
                each,
                title=text,
                reading=text,
                rules=tuple(
                    replace(
                        rule,
                        title=text,
                        message=text,
                        remedy=text,
                        veto_because=text if rule.veto else None,
                        evidence=dict.fromkeys(rule.evidence, text),
                        notes=tuple(replace(note, message=text) for note in rule.notes),
                    )
                    for rule in each.rules
                ),
            )
            for each in pack.recommendations
        ),
    )
