"""The settings behind one button."""

from __future__ import annotations

import pytest

from app.views.menu import LATER, SettingsButton

pytestmark = pytest.mark.usefixtures("qt")


def test_what_needs_microphone_or_processor_waits_for_the_consult() -> None:
    settings = SettingsButton()
    entries = (settings.words, settings.voice, settings.speed)
    assert [e.text() for e in settings.menu().actions()] == [e.text() for e in entries]
    settings.allow(alone=False)
    assert [e.isEnabled() for e in entries] == [True, False, False]
    assert settings.voice.toolTip() == LATER
    settings.allow(alone=True)
    assert settings.voice.toolTip() != LATER
    assert all(e.isEnabled() for e in entries)
    assert settings.accessibleName() and all(e.toolTip() != e.text() for e in entries)
