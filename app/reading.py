"""What a doctor reads aloud to make a voice known, and is told about it. Texts only: a command line stays quick."""

from __future__ import annotations

from typing import Final

ENOUGH_S: Final = 20.0  # of speech; asr.speakers.enrolled wants "some 20 s"
READ_ALOUD: Final = (
    "Op maandagochtend fiets ik langs het kanaal naar de praktijk. Het waait meestal flink en de brug staat vaak open. "
    "Binnen ruikt het naar koffie. De assistente heeft de post al gesorteerd en vraagt of ik goed geslapen heb. Om "
    "acht uur gaat de telefoon: iemand wil vandaag nog langskomen. Buiten lopen kinderen in gele jassen naar school. "
    "Ik zet mijn tas neer, kijk de agenda na en roep de eerste patiënt binnen. Zo begint bijna elke dag."
)
BIOMETRIC: Final = "Dit is een biometrisch gegeven van uzelf: het is vrijwillig en blijft versleuteld op deze computer."
NO_SOUND_KEPT: Final = "Het geluid zelf wordt niet bewaard."
