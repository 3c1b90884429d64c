"""What is remembered of characters has a bound, and what isn't remembered is found again."""

from __future__ import annotations

import pytest

from earmark.text import tokens as module


@pytest.mark.parametrize("kind", [module._Folded, module._Written])
def test_who_asks_for_all_characters_doesn_t_fill_the_memory(
    kind: type[dict[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MET", 100)
    known = kind()
    asked = range(0x400, 0x500)
    once = [known[code] for code in asked]
    assert len(known) == 100
    assert [known[code] for code in asked] == once
    assert known[0x44F] == "я"
