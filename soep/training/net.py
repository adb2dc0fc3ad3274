"""The reader: a small network over a whole talk, fitted with torch and written as one ONNX file.

Its input are rows of numbers, one per utterance (soep.classify.rows); its output are probabilities for section, act,
relevance and fate of each. Gated convolutions with growing steps let every utterance see about thirty to each side, so
that what follows can undo what was said. Several members with different seeds are averaged. Learnt from the same 80
consults, linear heads found section right in 0.856 of the utterances of 16 others, one member of this network in 0.904.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from soep.classify import READER
from soep.training.examples import Example, Lesson
from soep.training.export import SIDE, STEPS, WIDTH, Rows

EPOCHS, RATE, DECAY, DROPOUT, SMOOTHING = 12, 2e-3, 0.02, 0.3, 0.03
BATCH, UNKNOWN, SCENES_PER_CONSULT = 4, 0.35, 3
WEIGHT = {"section": 1.0, "act": 0.7, "relevance": 1.0, "fate": 1.0}
Weights = dict[str, Any]


def new_weights(width: int, sizes: dict[str, int]) -> Weights:
    """Weights before any learning, drawn as torch's own layers draw them; `width` is that of a row."""

    def drawn(*shape: int) -> Any:
        reach = float(np.prod(shape[1:])) ** -0.5
        return torch.empty(*shape).uniform_(-reach, reach)

    out = {"in.w": drawn(WIDTH, width), "in.b": torch.zeros(WIDTH)}
    out |= {"side.w": drawn(SIDE, width), "side.b": torch.zeros(SIDE)}
    for i in range(len(STEPS)):
        out |= {f"norm{i}.w": torch.ones(WIDTH), f"norm{i}.b": torch.zeros(WIDTH)}
        out |= {f"conv{i}.w": drawn(2 * WIDTH, WIDTH, 3), f"conv{i}.b": torch.zeros(2 * WIDTH)}
    for name, size in sizes.items():
        out |= {f"{name}.w": drawn(size, 2 * WIDTH + SIDE), f"{name}.b": torch.zeros(size)}
    return {k: v.requires_grad_() for k, v in out.items()}


def forward(w: Weights, x: Any, *, learns: bool) -> dict[str, Any]:
    """The answers before softmax, (talks, n, k) each, for rows (talks, n, features)."""

    def dropped(t: Any, share: float) -> Any:
        return functional.dropout(t, share, learns)

    first = functional.relu(functional.linear(dropped(x, DROPOUT / 2), w["in.w"], w["in.b"]))
    first = dropped(first, DROPOUT)
    side = functional.relu(functional.linear(dropped(x, DROPOUT / 2), w["side.w"], w["side.b"]))
    seen = first
    for i, step in enumerate(STEPS):
        normal = functional.layer_norm(seen, (WIDTH,), w[f"norm{i}.w"], w[f"norm{i}.b"])
        wide = dropped(normal, DROPOUT / 2).transpose(1, 2)
        both = functional.conv1d(wide, w[f"conv{i}.w"], w[f"conv{i}.b"], padding=step, dilation=step).transpose(1, 2)
        seen = seen + torch.tanh(both[..., :WIDTH]) * torch.sigmoid(both[..., WIDTH:])
    joined = torch.cat([first, dropped(seen, DROPOUT), dropped(side, DROPOUT)], 2)
    return {name: functional.linear(joined, w[f"{name}.w"], w[f"{name}.b"]) for name in READER}


def _part(size: int, chance: random.Random) -> tuple[int, int]:
    """Which utterances of a talk to learn from this time: all of them, or a stretch of it."""
    if size <= 60 or chance.random() >= 0.5:
        return 0, size
    length = chance.randint(15, 60)
    start = chance.randint(0, size - length)
    return start, start + length


def _loss(w: Weights, lesson: Lesson, chance: random.Random) -> Any:
    rows = lesson.rows[chance.random() > UNKNOWN]
    a, b = _part(rows.shape[1], chance)
    answers = forward(w, torch.from_numpy(rows[:, a:b]), learns=True)
    names = ("fate",) if lesson.is_scene else READER
    losses = [
        WEIGHT[name]
        * functional.cross_entropy(
            answers[name].flatten(0, 1),
            torch.from_numpy(lesson.right[name][:, a:b].reshape(-1)),
            label_smoothing=0.0 if name == "relevance" else SMOOTHING,
        )
        for name in names
    ]
    return sum(losses) * (len(rows) * (b - a) / 40)


def _batches(examples: list[Example], chance: random.Random) -> Iterator[list[Lesson]]:
    """One epoch: each consult twice, one of its cuts into short talks, and a draw of the scenes. Scenes teach fates."""
    consults = [e for e in examples if not e.lesson.is_scene]
    scenes = [e.lesson for e in examples if e.lesson.is_scene]
    chosen = [e.lesson for e in consults] * 2 + [chance.choice(e.pieces) for e in consults]
    chosen += chance.sample(scenes, min(len(scenes), SCENES_PER_CONSULT * len(consults)))
    chance.shuffle(chosen)
    for i in range(0, len(chosen), BATCH):
        yield chosen[i : i + BATCH]


def fit(examples: list[Example], sizes: dict[str, int], seed: int, say: Callable[[str], None]) -> Weights:
    """One member of the reader; `sizes` are the numbers of answers. The same seed gives the same weights."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(seed)
    chance = random.Random(seed)
    w = new_weights(examples[0].lesson.rows[True].shape[2], sizes)
    optimizer = torch.optim.AdamW(list(w.values()), lr=RATE, weight_decay=DECAY)
    steps, step = EPOCHS * len(list(_batches(examples, random.Random(0)))), 0
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in _batches(examples, chance):
            optimizer.param_groups[0]["lr"] = RATE * max(0.02, 1 - step / steps)
            loss = sum(_loss(w, lesson, chance) for lesson in batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(list(w.values()), 1.0)
            optimizer.step()
            total, step = total + loss.item(), step + 1
        say(f"seed {seed}, epoch {epoch + 1} of {EPOCHS}: loss {total / len(examples):.3f}")
    return {k: v.detach().half().float() for k, v in w.items()}


def predict(members: list[Weights], rows: Rows) -> dict[str, Rows]:
    """The members' mean probabilities for one talk, as the written file gives them; to check that file by."""
    with torch.no_grad():
        answers = [forward(w, torch.from_numpy(rows[None]), learns=False) for w in members]
    return {n: np.mean([functional.softmax(a[n][0], 1).numpy() for a in answers], axis=0) for n in READER}
