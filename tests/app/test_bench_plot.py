"""The picture: a row per model, coloured by whether it keeps up."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from app.bench_plot import as_png
from app.bench_values import Measured
from app.bench_verdict import Fits, advise
from tests.app.bench_parts import BenchBuild, given, result, run


@pytest.mark.parametrize("rtf", [0.01, 0.5, 0.9, 4.0])
def test_the_picture_has_a_row_per_model(parts: BenchBuild, audio: Path, rtf: float) -> None:
    broken = Measured("medium", failed="Weg.")
    done = run(parts, audio, given(result(rtf=rtf), result(rtf=rtf, wer=1.4), broken), "base", "small", "medium")
    picture = Image.open(io.BytesIO(as_png(done)))
    assert picture.format == "PNG" and picture.size == (1200, 190 + 2 * 132 + 92)
    colours = {Fits.LIVE: (31, 138, 91), Fits.TIGHT: (224, 161, 0), Fits.AFTER: (179, 54, 43)}
    advice = advise(result(rtf=rtf))
    painted = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or ()}
    assert advice is not None and colours[advice.fits] in painted
