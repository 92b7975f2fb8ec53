"""The compression of VBA streams, read back by oletools."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build.addin.reading import decompressed
from xlrisk.build.addin.compression import compressed


def noise(length: int) -> bytes:
    """Bytes that do not compress; always the same."""
    return hashlib.shake_128(b"xlrisk").digest(length)


# Few letters, so that there is much to copy; the chunk of 4096 bytes is passed several times.
@given(st.text("ab\r\n", max_size=300), st.integers(0, 60))
def test_texts_come_back(text: str, times: int) -> None:
    data = text.encode() * times
    assert decompressed(compressed(data)) == data


@pytest.mark.parametrize("length", [0, 1, 8, 9, 4095, 4096, 4097, 8192, 12_289])
@pytest.mark.parametrize("period", [1, 2, 3, 17, 2000])
def test_any_length_comes_back(length: int, period: int) -> None:
    letters = bytes(byte % 26 + 97 for byte in noise(period))
    data = (letters * (length // period + 1))[:length]
    assert decompressed(compressed(data)) == data


def test_a_full_chunk_that_does_not_compress_is_kept_as_it_is() -> None:
    data = noise(4096)
    container = compressed(data)
    assert len(container) == 1 + 2 + 4096
    assert decompressed(container) == data


def test_the_end_of_a_stream_must_compress() -> None:
    with pytest.raises(ValueError, match="cannot be compressed"):
        compressed(noise(4095))


def test_texts_become_small() -> None:
    assert len(compressed(b"Public Function BETA_OF(x As Variant) As Variant\r\n" * 300)) < 1500


# [MS-OVBA] 3.2.1 and 3.2.3: the specification's own examples, all literals and all copies.
@pytest.mark.parametrize(
    ("text", "container"),
    [
        (
            b"abcdefghijklmnopqrstuv.",
            "0119b000616263646566676800696a6b6c6d6e6f7000717273747576 2e",
        ),
        (b"a" * 73, "0103b002614500"),
    ],
)
def test_the_examples_of_the_specification(text: bytes, container: str) -> None:
    assert compressed(text) == bytes.fromhex(container)
