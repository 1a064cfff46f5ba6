"""Fashion-MNIST as Debian's package dataset-fashion-mnist installs it."""
import gzip
import os
import pathlib
import struct

import numpy as np
import torch

CLASSES = 10
PIXEL_SCALE = 1 / 255


def folder():
    return pathlib.Path(os.environ.get("PANN_DATASET_PATH", "/usr/share/datasets"), "fashion-mnist")


def read_idx(name):
    """An array of bytes in the IDX format: 0, 0, type 8 and the number of dimensions; the
    dimensions; the values."""
    data = gzip.decompress((folder() / name).read_bytes())
    zeros, kind, dimensions = struct.unpack(">HBB", data[:4])
    if (zeros, kind) != (0, 8):
        raise ValueError(f"{name} is no IDX file of bytes")
    shape = struct.unpack(f">{dimensions}I", data[4:4 + 4 * dimensions])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def split(part):
    """Images (samples, 1, 28, 28), from 0 to 1, and labels of "train" or "t10k"."""
    images = torch.from_numpy(read_idx(f"{part}-images-idx3-ubyte.gz").copy())
    labels = torch.from_numpy(read_idx(f"{part}-labels-idx1-ubyte.gz").copy())
    return images[:, None].float() * PIXEL_SCALE, labels.long()


def held_out(samples, seed, total=60000):
    """Indices of the training set, ascending, that validate and are never trained on."""
    return np.sort(np.random.RandomState(seed).permutation(total)[:samples])
