"""The picture of a measurement, readable without reading: per model a lamp, how long it works and how well it hears.

Drawn with Pillow, as Qt belongs to the window alone. Colours differ in lightness too, and each lamp has its own shape,
so that the picture survives a grey printer and colour-blind eyes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from app.bench_values import Measured
from app.bench_verdict import LIVE_RTF, MUST_RTF, Fits, advise
from app.benchmark import Benchmark

PAPER, INK, SOFT, RULE, TRACK = "#ffffff", "#1d2730", "#66727d", "#d8dee3", "#eef1f3"
COLOURS = {Fits.LIVE: "#1f8a5b", Fits.TIGHT: "#e0a100", Fits.AFTER: "#b3362b"}
HEARD, MISSED = "#2c6fa6", "#d9e6f0"
WIDTH, MARGIN, ROW, TOP, FOOT = 1200, 56, 132, 190, 92
NAME_X, LEFT_X, LEFT_W, RIGHT_X, RIGHT_W = 132, 372, 400, 838, 306
MOST_RTF = 1.5  # the end of the speed axis; slower bars are cut off with an arrow
BORDER_X = LEFT_X + LEFT_W * MUST_RTF / MOST_RTF  # left of it a model keeps up
SCALE = 2  # drawn twice as large and brought down, which smooths the edges


class Sheet:
    """A picture with coordinates in points; drawn at SCALE."""

    def __init__(self, width: int, height: int) -> None:
        self._image = Image.new("RGB", (width * SCALE, height * SCALE), PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self._size = (width, height)

    def box(self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0) -> None:
        """A filled rectangle; nothing when it has no size."""
        if width > 0 and height > 0:
            edges = tuple(round(v * SCALE) for v in (x, y, x + width, y + height))
            self._draw.rounded_rectangle(edges, round(min(radius, width / 2) * SCALE), fill=colour)

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float) -> None:
        """A line through points."""
        drawn = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(drawn, fill=colour, width=round(width * SCALE), joint="curve")

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle around (x, y)."""
        self._draw.ellipse([(v * SCALE) for v in (x - radius, y - radius, x + radius, y + radius)], fill=colour)

    def shape(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def text(self, x: float, y: float, text: str, size: float, colour: str = INK, anchor: str = "ls") -> None:
        """Text on a base line; `anchor` as Pillow's: l, m or r, then s (base line) or m (middle)."""
        self._draw.text((x * SCALE, y * SCALE), text, colour, ImageFont.load_default(size * SCALE), anchor)

    def png(self) -> bytes:
        """The picture as a PNG file."""
        out = io.BytesIO()
        self._image.resize(self._size, Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
        return out.getvalue()


def as_png(done: Benchmark) -> bytes:
    """The picture: a row per model that was measured."""
    ready = [m for m in done.models if m.speed and m.live and m.quality]
    height = TOP + ROW * len(ready) + FOOT
    sheet = Sheet(WIDTH, height)
    headings(sheet)
    for number, measured in enumerate(ready):
        row(sheet, measured, TOP + ROW * number, best=measured.model == done.verdict.recommended)
    cpu, sound = done.machine["cpu"], done.sound
    facts = f"{cpu['model']}, {cpu['physical']} kernen    {comma(f'{sound.seconds / 60:.1f}')} minuten geluid"
    sheet.text(MARGIN, height - 34, f"{facts}    {done.made_at[:10]}", 16, SOFT)
    return sheet.png()


def headings(sheet: Sheet) -> None:
    """Title and the heads of both panels."""
    sheet.text(MARGIN, 68, "Wat kan deze computer?", 34)
    sheet.text(LEFT_X, 124, "Rekentijd voor 1 minuut gesprek", 19)
    sheet.text(LEFT_X, 150, "korter is sneller", 15, SOFT)
    sheet.text(RIGHT_X, 124, "Goed gehoord", 19)
    sheet.text(RIGHT_X, 150, "van elke 100 woorden", 15, SOFT)
    sheet.text(BORDER_X, TOP - 14, "duur van het gesprek", 14, SOFT, "ms")


def row(sheet: Sheet, measured: Measured, top: float, *, best: bool) -> None:
    """One model."""
    advice = advise(measured)
    assert measured.live and measured.quality and advice
    if best:
        sheet.box(MARGIN - 24, top + 4, WIDTH - 2 * MARGIN + 48, ROW - 8, "#f4f9f6", 14)
    middle = top + ROW / 2
    lamp(sheet, MARGIN + 24, middle, advice.fits)
    sheet.text(NAME_X, middle - 4, measured.model, 28)
    sheet.text(NAME_X, middle + 24, "advies" if best else advice.fits.value, 17, COLOURS[advice.fits])
    speed_bar(sheet, measured.live.rtf, middle, COLOURS[advice.fits])
    quality_bar(sheet, max(0.0, 1.0 - measured.quality.wer), middle)
    sheet.line([(MARGIN, top + ROW), (WIDTH - MARGIN, top + ROW)], RULE, 1)


def speed_bar(sheet: Sheet, rtf: float, middle: float, colour: str) -> None:
    """Work per minute of talk, beside the zones of keeping up."""
    sheet.box(LEFT_X, middle - 22, LEFT_W, 44, TRACK, 8)
    length = LEFT_W * min(rtf, MOST_RTF) / MOST_RTF
    sheet.box(LEFT_X, middle - 22, max(length, 8), 44, colour, 8)
    for y in range(round(middle - ROW / 2) + 8, round(middle + ROW / 2) - 8, 12):
        sheet.line([(BORDER_X, y), (BORDER_X, y + 6)], SOFT, 2)
    said = comma(f"{60 * rtf:.0f} s" if rtf >= 0.1 else f"{60 * rtf:.1f} s")
    if length > LEFT_W * LIVE_RTF / MOST_RTF:
        sheet.text(LEFT_X + length - 12, middle, said, 22, PAPER, "rm")
    else:
        sheet.text(LEFT_X + max(length, 8) + 12, middle, said, 22, INK, "lm")
    if rtf > MOST_RTF:
        end = LEFT_X + LEFT_W
        sheet.box(end - 12, middle - 22, 12, 44, colour)
        sheet.shape([(end, middle - 22), (end + 22, middle), (end, middle + 22)], colour)


def quality_bar(sheet: Sheet, right: float, middle: float) -> None:
    """Words heard right, of a hundred."""
    sheet.box(RIGHT_X, middle - 22, RIGHT_W, 44, MISSED, 8)
    sheet.box(RIGHT_X, middle - 22, RIGHT_W * right, 44, HEARD, 8)
    inside = right > 0.3
    at = RIGHT_X + RIGHT_W * right + (-12 if inside else 12)
    sheet.text(at, middle, f"{100 * right:.0f}", 22, PAPER if inside else INK, "rm" if inside else "lm")


def lamp(sheet: Sheet, x: float, y: float, fits: Fits) -> None:
    """A tick in a disc, a tilde in a triangle, a cross in a square."""
    colour = COLOURS[fits]
    if fits is Fits.LIVE:
        sheet.disc(x, y, 26, colour)
        sheet.line([(x - 12, y + 1), (x - 3, y + 10), (x + 13, y - 9)], PAPER, 5)
    elif fits is Fits.TIGHT:
        sheet.shape([(x, y - 28), (x + 30, y + 24), (x - 30, y + 24)], colour)
        sheet.line([(x, y - 10), (x, y + 8)], PAPER, 5)
        sheet.disc(x, y + 15, 3, PAPER)
    else:
        sheet.box(x - 25, y - 25, 50, 50, colour, 8)
        sheet.line([(x - 11, y - 11), (x + 11, y + 11)], PAPER, 5)
        sheet.line([(x - 11, y + 11), (x + 11, y - 11)], PAPER, 5)


def comma(number: str) -> str:
    """A number as it is written in Dutch."""
    return number.replace(".", ",")
