"""Whisper's weights in the ONNX form that sherpa-onnx reads: encoder, decoder and tokens. See peers.py.

Runs in the peers' own environment: needs torch, openai-whisper, onnx and onnxruntime, and nothing of ours. The form
(what goes in and out and under which names, the facts kept beside the encoder, which matrices are made int8) is that of
sherpa-onnx, scripts/whisper/export-onnx.py (Apache-2.0); the code is our own. sherpa-onnx pads a stretch of sound by
itself, to less than 30 s where it can, so the encoder takes any length. Measured: scores within 0.0001 of those of
openai-whisper in float32; in int8 the best word can be another one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
import torch
import whisper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn.functional import gelu
from whisper.model import MultiHeadAttention
from whisper.tokenizer import get_tokenizer

OPSET = 17
KINDS = {"float32": ".onnx", "int8": ".int8.onnx"}
TOKENS = "tokens.txt"


def attention(heads: MultiHeadAttention, query: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None) -> Tensor:
    """Plain attention; `mask` is added to the scores. Shapes: (1, positions, width)."""

    def split(values: Tensor) -> Tensor:
        return values.view(1, -1, heads.n_head, values.shape[-1] // heads.n_head).transpose(1, 2)

    query, keys, values = split(heads.query(query)), split(keys), split(values)
    scores = (query * query.shape[-1] ** -0.5) @ keys.transpose(2, 3)
    if mask is not None:
        scores = scores + mask
    return heads.out((scores.softmax(-1) @ values).transpose(1, 2).flatten(2))


class Encoder(nn.Module):
    """Spectrogram (1, mels, frames) to the keys and values of every decoder layer: (layers, 1, frames / 2, width)."""

    def __init__(self, model: whisper.Whisper) -> None:
        super().__init__()
        self.encoder, self.layers = model.encoder, model.decoder.blocks

    def forward(self, mel: Tensor) -> tuple[Tensor, Tensor]:
        x = gelu(self.encoder.conv2(gelu(self.encoder.conv1(mel)))).transpose(1, 2)
        x = x + self.encoder.positional_embedding[: x.shape[1]]
        for layer in self.encoder.blocks:
            normal = layer.attn_ln(x)
            x = x + attention(layer.attn, normal, layer.attn.key(normal), layer.attn.value(normal), None)
            x = x + layer.mlp(layer.mlp_ln(x))
        x = self.encoder.ln_post(x)
        attentions = [layer.cross_attn for layer in self.layers]
        return torch.stack([a.key(x) for a in attentions]), torch.stack([a.value(x) for a in attentions])


class Decoder(nn.Module):
    """Tokens (1, n) at `offset` to scores (1, n, words); keeps what earlier tokens left: (layers, 1, 448, width)."""

    def __init__(self, model: whisper.Whisper) -> None:
        super().__init__()
        self.decoder = model.decoder

    def forward(
        self, tokens: Tensor, keys: Tensor, values: Tensor, cross_keys: Tensor, cross_values: Tensor, offset: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        start, end = offset[0], offset[0] + tokens.shape[1]
        mask = self.decoder.mask[start:end, :end]
        weight = self.decoder.token_embedding.weight
        x = self.decoder.token_embedding(tokens) + self.decoder.positional_embedding[start:end]
        new_keys, new_values = [], []
        for number, layer in enumerate(self.decoder.blocks):
            normal = layer.attn_ln(x)
            seen_keys = torch.cat([keys[number, :, :start], layer.attn.key(normal)], 1)
            seen_values = torch.cat([values[number, :, :start], layer.attn.value(normal)], 1)
            new_keys.append(torch.cat([seen_keys, keys[number, :, end:]], 1))
            new_values.append(torch.cat([seen_values, values[number, :, end:]], 1))
            x = x + attention(layer.attn, normal, seen_keys, seen_values, mask)
            normal = layer.cross_attn_ln(x)
            x = x + attention(layer.cross_attn, normal, cross_keys[number], cross_values[number], None)
            x = x + layer.mlp(layer.mlp_ln(x))
        scores = (weight @ self.decoder.ln(x).transpose(1, 2)).transpose(1, 2)
        return scores, torch.stack(new_keys), torch.stack(new_values)


def facts(model: whisper.Whisper) -> dict[str, Any]:
    """What sherpa-onnx asks the encoder's file about the model."""
    tokens = get_tokenizer(model.is_multilingual, num_languages=model.num_languages)
    return vars(model.dims) | {
        "model_type": "whisper", "version": 1, "is_multilingual": int(model.is_multilingual),
        "sot_sequence": ",".join(map(str, tokens.sot_sequence)), "sot_index": 0, "sot": tokens.sot, "eot": tokens.eot,
        "all_language_tokens": ",".join(map(str, tokens.all_language_tokens)),
        "all_language_codes": ",".join(tokens.all_language_codes),
        "non_speech_tokens": ",".join(map(str, tokens.non_speech_tokens)), "blank_id": tokens.encode(" ")[0],
        "no_speech": tokens.no_speech, "no_timestamps": tokens.no_timestamps, "transcribe": tokens.transcribe,
        "translate": tokens.translate, "sot_prev": tokens.sot_prev, "sot_lm": tokens.sot_lm,
    }  # fmt: skip


@torch.no_grad()
def write_onnx(torch_path: Path, folder: Path) -> None:
    """Encoder and decoder of both kinds, from a .pt of `whisper.load_model`; `TOKENS` last, once all are there."""
    folder.mkdir(exist_ok=True)
    model = whisper.load_model(str(torch_path), device="cpu").eval()
    size = model.dims
    frames, kept = {2: "frames"}, torch.zeros(size.n_text_layer, 1, size.n_text_ctx, size.n_text_state)
    mel, offset = torch.zeros(1, size.n_mels, 2 * size.n_audio_ctx), torch.tensor([2])
    cross = Encoder(model)(mel)
    _write(Encoder(model), (mel,), folder / "encoder", ["mel"], ["n_layer_cross_k", "n_layer_cross_v"],
           {"mel": frames, "n_layer_cross_k": frames, "n_layer_cross_v": frames}, facts(model))  # fmt: skip
    _write(Decoder(model), (torch.tensor([[0, 0]]), kept, kept, *cross, offset), folder / "decoder",
           ["tokens", "in_n_layer_self_k_cache", "in_n_layer_self_v_cache", "n_layer_cross_k", "n_layer_cross_v",
            "offset"], ["logits", "out_n_layer_self_k_cache", "out_n_layer_self_v_cache"],
           {"tokens": {1: "tokens"}, "n_layer_cross_k": frames, "n_layer_cross_v": frames}, {})  # fmt: skip
    kind = "multilingual" if model.is_multilingual else "gpt2"
    tokens = Path(whisper.__file__).parent / "assets" / f"{kind}.tiktoken"
    (folder / TOKENS).write_bytes(tokens.read_bytes())


def _write(
    part: nn.Module, example: tuple[Tensor, ...], path: Path, inputs: list[str], outputs: list[str],
    lengths: dict[str, dict[int, str]], about: dict[str, Any],
) -> None:  # fmt: skip
    whole, small = (str(path) + KINDS[kind] for kind in ("float32", "int8"))
    torch.onnx.export(
        part, example, whole, input_names=inputs, output_names=outputs, dynamic_axes=lengths,
        opset_version=OPSET, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(whole, small, op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8)
    for name in (whole, small):
        written = onnx.load(name)
        onnx.helper.set_model_props(written, {key: str(value) for key, value in about.items()})
        onnx.save(written, name)
