from __future__ import annotations

import numpy as np
import pytest

from asr.audio import SAMPLE_RATE_HZ, Converter, Downmix, clean


def rms(samples):
    return float(np.sqrt(np.mean(np.square(samples))))


def test_clean_hands_back_sound_that_is_well():
    samples = np.array([0.1, -1.2, 0.0], dtype=np.float32)
    assert clean(samples) is samples


def test_clean_takes_nan_as_silence_and_clips_the_rest():
    samples = np.array([np.nan, np.inf, -np.inf, 1e30, 0.25], dtype=np.float32)
    assert clean(samples).tolist() == [0.0, 1.0, -1.0, 1.0, 0.25]


@pytest.mark.parametrize("channels", [2, 8])
def test_a_dead_channel_does_not_lower_the_level(tone, channels):
    sound = np.zeros((16_000, channels), dtype=np.float32)
    sound[:, 1] = tone(300, 1, 16_000)
    assert rms(Downmix(channels, 16_000)(sound)) == pytest.approx(rms(sound[:, 1]), rel=0.01)


def test_opposite_phases_do_not_cancel(tone):
    one = tone(300, 1, 16_000)
    assert rms(Downmix(2, 16_000)(np.stack((one, -one), axis=1))) == pytest.approx(rms(one), rel=0.01)


def test_two_microphones_that_hear_the_same_are_averaged(tone):
    one = tone(300, 1, 16_000)
    assert rms(Downmix(2, 16_000)(np.stack((one, one), axis=1))) == pytest.approx(rms(one), rel=0.01)


def test_a_channel_that_comes_alive_glides_in(tone):
    mix = Downmix(2, 16_000)
    one = tone(100, 1, 16_000)
    first = mix(np.stack((one, np.zeros_like(one)), axis=1))
    second = mix(np.stack((one, one), axis=1))
    joined = np.concatenate((first, second))
    assert np.abs(np.diff(joined)).max() < 0.04  # the tone's own steepest step is 0.02


def test_silence_on_all_channels_stays_silence():
    assert not Downmix(2, 16_000)(np.zeros((100, 2), dtype=np.float32)).any()


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000, 44_100, 48_000, 96_000])
def test_any_rate_keeps_the_pitch_and_the_length(tone, rate_hz):
    converter, sound = Converter(rate_hz, 1), tone(1000, 2, rate_hz)[:, None]
    blocks = [b for at in range(0, len(sound), 777) for b in converter.push(sound[at : at + 777])]
    out = np.concatenate([*blocks, *converter.flush()])
    assert len(out) == pytest.approx(2 * SAMPLE_RATE_HZ, abs=2)
    middle = out[4_000:20_000]
    peak_hz = np.abs(np.fft.rfft(middle * np.hanning(len(middle)))).argmax() * SAMPLE_RATE_HZ / len(middle)
    assert peak_hz == pytest.approx(1000, abs=1)
    assert out.dtype == np.float32


def test_blocks_are_at_most_a_second():
    assert max(len(b) for b in Converter(16_000, 1).push(np.zeros((40_000, 1), dtype=np.float32))) == 16_000
