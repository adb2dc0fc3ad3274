"""The figures as a table, as CSV, and two machines side by side."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

from app.bench_table import ROWS, as_csv, as_table, compare, warnings
from app.benchmark import OWN_WORDS
from tests.app.bench_parts import BenchBuild, given, result, run, with_sustained


def test_table_and_csv_hold_every_figure(parts: BenchBuild, audio: Path) -> None:
    done = run(parts, audio, given(result(), with_sustained(result())), "base", "small", quick=True)
    table = as_table(done)
    assert all(label in table for label, _ in ROWS) and "n/a" in table and "snelle meting" in table
    assert "30.0 % (20/5/5)" in table and "4 van 5" in table and "1.50" in table
    assert "1 van 3" in table and "20 / 60 / 10 %" in table and "140" in table and OWN_WORDS in table
    told = done.as_json()
    assert told["settings"]["vad"] in table and "gemeten    3 keer" in table and "vrij)" in table
    rows = list(csv.DictReader(io.StringIO(as_csv(done))))
    assert [row["model"] for row in rows] == ["base", "small"] and rows[0]["speed.rtf_median"] == "0.1"
    assert rows[0]["vad"] == told["settings"]["vad"] and rows[0]["runs"] == "3"
    assert rows[0]["own_words"] == told["settings"]["own_words"] == OWN_WORDS
    for name in ("encode_share", "decode_share", "align_share", "tokens_per_s", "again"):
        assert float(rows[0][f"speed.{name}"]) == told["models"][0]["speed"][name]


def test_compare_warns_for_what_differs(parts: BenchBuild, audio: Path) -> None:
    one = run(parts, audio, given(result(rtf=0.1))).as_json()
    other = json.loads(json.dumps(run(parts, audio, given(result(rtf=0.2)), quick=True).as_json()))
    other["sound"]["sha256"] = "x"
    shown = compare([one, other], ["balie", "spreekkamer"])
    assert "balie: base is 2.0 keer zo snel als spreekkamer: base." in shown
    assert "verschillend geluid" in shown and "ruw" in shown and shown.count("sneller dan het gesprek") == 1


def test_what_makes_the_figures_less_than_they_seem(parts: BenchBuild, audio: Path) -> None:
    done = run(parts, audio, given(result()))
    calm = {**done.machine, "load_1min": 0.5, "power": {"source": "netstroom", "battery_percent": None}}
    assert warnings(replace(done, machine=calm)) == []
    busy = {**calm, "load_1min": 50.0, "power": {"source": "accu", "battery_percent": 40}}
    said = " ".join(warnings(replace(done, machine=busy, stopped=True)))
    assert "accu" in said and "ander werk" in said and "afgebroken" in said
    cost = done.models[0].cost
    assert cost is not None
    starved = replace(done.models[0], cost=replace(cost, cores_busy=0.3))
    assert "ander werk" in warnings(replace(done, machine=calm, models=(starved,)))[0]
