"""Every rule of every shipped pack does what its own examples say."""

from __future__ import annotations

import pytest

from postcheck.config.packs import BASELINE, load_pack, shipped_packs
from postcheck.engine.examples import WITHOUT_EXAMPLES, Examples
from postcheck.model.pack import Example, Pack, Rule

PACKS = {name: load_pack(name) for name in (*shipped_packs(), BASELINE)}
RUNNERS: dict[str, Examples] = {}
OWN = [
    (pack, rule)
    for name, pack in PACKS.items()
    for rule in pack.rules
    if name == BASELINE or not rule.id.startswith("PC-")
]


@pytest.mark.parametrize(
    ("pack", "rule", "example"),
    [
        pytest.param(pack, rule, example, id=f"{rule.id}-{number}")
        for pack, rule in OWN
        for number, example in enumerate(rule.examples)
    ],
)
def test_example(pack: Pack, rule: Rule, example: Example) -> None:
    if pack.id not in RUNNERS:
        RUNNERS[pack.id] = Examples(pack)
    levels, trouble = RUNNERS[pack.id].levels(example)
    assert levels.get(rule.id) == example.flags
    assert not trouble


@pytest.mark.parametrize(
    "rule", [pytest.param(rule, id=rule.id) for _, rule in OWN if rule.check not in WITHOUT_EXAMPLES]
)
def test_every_rule_has_an_example_that_flags_and_one_that_passes(rule: Rule) -> None:
    assert any(example.flags for example in rule.examples)
    assert any(example.flags is None for example in rule.examples)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for _, rule in OWN])
def test_every_rule_says_why_and_what_to_do(rule: Rule) -> None:
    for text in (rule.asks, rule.why, rule.remedy):
        assert text.endswith((".", "`.", "”."))
        assert len(text.split()) >= 4
