"""Cohen's kappa as the agreement bench prints it."""

from collections import Counter

import pytest

from bench.agreement import Pairs, kappa, read_labels
from earmark.model import GRADES


def test_kappa_of_a_worked_example() -> None:
    """20 and 15 agreed, 5 and 10 not: observed 0.7, by chance 0.5 (a textbook's example)."""
    pairs: Pairs = Counter(
        {
            ("subject", "subject"): 20,
            ("subject", "ad"): 5,
            ("ad", "subject"): 10,
            ("ad", "ad"): 15,
        }
    )
    assert kappa(pairs) == pytest.approx(0.4)


def test_labels_are_readable_and_hold_every_grade() -> None:
    labels = read_labels()
    assert {label.label for label in labels} == set(GRADES)
    assert sum(label.set == "tuning" for label in labels) == 100
    assert len(set(labels)) == len(labels)
