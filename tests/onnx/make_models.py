#!/usr/bin/python3
"""Exports models with PyTorch and what PyTorch makes of one input, for tests of `pann import`.

    tests/onnx/make_models.py small tests/onnx/models    the committed models of each operator
    tests/onnx/make_models.py large DIR                  ResNet-18, MobileNetV2 and VGG-16 of torchvision

A model NAME gives NAME.onnx and NAME.npz (x, y and labels of four samples). Weights are random, by seed.
Needs Debian's python3-torch, python3-torchvision and python3-onnx.
"""
import argparse
import pathlib
import warnings

import numpy as np
import torch
from torch import nn
from torch.nn import functional


def randomized(model):
    """Batch norms with statistics that are not 0 and 1, biases that are not 0."""
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0.0, 0.2)
            module.running_mean.normal_(0.0, 0.2)
            module.running_var.uniform_(0.5, 1.5)
        elif isinstance(module, (nn.Conv2d, nn.Linear)) and module.bias is not None:
            nn.init.normal_(module.bias, 0.0, 0.1)
    return model.eval()


def export(model, name, shape, directory, opset, keep_norms=False, batch=None):
    """`keep_norms`: leaves batch normalization as it is; `batch`: the name of a free first dimension."""
    x = torch.randn(4, *shape)
    mode = torch.onnx.TrainingMode.PRESERVE if keep_norms else torch.onnx.TrainingMode.EVAL
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, x[:1], str(directory / f"{name}.onnx"), opset_version=opset, training=mode,
                          do_constant_folding=not keep_norms, input_names=["x"], output_names=["y"],
                          dynamic_axes={"x": {0: batch}, "y": {0: batch}} if batch else None)
        y = model.eval()(x)
    np.savez(directory / f"{name}.npz", x=x.numpy(), y=y.numpy(), labels=y.argmax(1).numpy().astype(np.uint16))
    print(f"{name}: opset {opset}, {(directory / f'{name}.onnx').stat().st_size} bytes")


class Windows(nn.Module):
    """Convolutions with padding, groups, dilation and depthwise, and a flatten that has to be put in order."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 4, (3, 2), stride=(2, 1), padding=(2, 1))
        self.groups = nn.Conv2d(4, 6, 3, padding=2, dilation=2, groups=2)
        self.depthwise = nn.Conv2d(6, 6, 3, groups=6, bias=False)
        self.multiplied = nn.Conv2d(6, 12, 1, groups=6)
        self.dense = nn.Linear(12 * 3 * 7, 5)

    def forward(self, x):
        x = functional.relu6(self.groups(functional.relu(self.first(x))))
        x = functional.relu(self.multiplied(self.depthwise(x)))
        return functional.softmax(self.dense(x.flatten(1)), dim=1)


class Pools(nn.Module):
    """Every pooling, joined channel by channel, and a flatten by view that keeps the number of samples."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 3, padding=1)
        self.dense = nn.Linear(12 * 16 + 6, 4)

    def forward(self, x):
        x = self.conv(x)
        largest = functional.max_pool2d(x, 3, stride=2, padding=1)
        mean = functional.avg_pool2d(x, 3, stride=2, padding=1)
        counted = functional.avg_pool2d(x, 3, stride=2, padding=1, count_include_pad=False)
        joined = torch.cat([largest, mean, counted, largest + mean], 1)
        ends = torch.cat([functional.adaptive_avg_pool2d(x, 1), functional.adaptive_max_pool2d(x, 1)], 1)
        flat = torch.cat([joined.view(joined.size(0), -1), ends.flatten(1)], 1)
        return self.dense(flat)


class Rounded(nn.Module):
    """Zeros put around an image, pooling that rounds up, and means over rows and columns."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 5, 3)
        self.dense = nn.Linear(5, 3)

    def forward(self, x):
        x = self.conv(functional.pad(x, (1, 0, 0, 0)))
        x = functional.max_pool2d(x, (2, 3), stride=(2, 3), ceil_mode=True)
        x = functional.avg_pool2d(x, 2, stride=2, ceil_mode=True, count_include_pad=False)
        return self.dense(x.mean([2, 3]))


class Norms(nn.Module):
    """Batch norms behind convolutions, dense layers, joins and activations; sums that two see."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 4, 3, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.depthwise = nn.Conv2d(4, 4, 3, padding=1, groups=4)
        self.depthwise_norm = nn.BatchNorm2d(4)
        self.joined_norm = nn.BatchNorm2d(8)
        self.dense = nn.Linear(8 * 4 * 4, 6)
        self.dense_norm = nn.BatchNorm1d(6)
        self.flat_norm = nn.BatchNorm1d(8 * 4 * 4)
        self.last = nn.Linear(6, 3, bias=False)
        self.shift = nn.Parameter(torch.randn(3))

    def forward(self, x):
        x = self.norm(self.conv(x))
        x = torch.cat([x, functional.dropout(self.depthwise_norm(self.depthwise(functional.relu(x))), 0.5,
                                             self.training)], 1)
        x = self.flat_norm(functional.relu(self.joined_norm(x)).flatten(1))
        x = functional.relu(self.dense_norm(self.dense(x)))
        return torch.matmul(x, self.last.weight.t()) + self.shift


def small(directory):
    torch.manual_seed(1)
    windows = randomized(Windows())
    for opset in (9, 13, 16):
        export(windows, f"windows_{opset}", (3, 8, 8), directory, opset)
    export(randomized(Pools()), "pools", (2, 8, 8), directory, 13, batch="samples")
    export(randomized(Rounded()), "rounded", (1, 11, 12), directory, 10)
    export(randomized(Norms()), "norms", (2, 6, 6), directory, 14, keep_norms=True)


def large(directory, size):
    import torchvision

    torch.manual_seed(1)
    models = torchvision.models
    export(randomized(models.resnet18()), "resnet18", (3, size, size), directory, 13)
    export(randomized(models.resnet18()), "resnet18_norms", (3, size, size), directory, 12, keep_norms=True)
    export(randomized(models.mobilenet_v2()), "mobilenet_v2", (3, size, size), directory, 11)
    vgg = models.vgg16()
    if size < 224:  # The definition's pooling to 7x7 can be exported where 7 divides what comes in.
        vgg.avgpool = nn.Identity()
        vgg.classifier[0] = nn.Linear(512 * (size // 32) ** 2, 256)
        vgg.classifier[3] = nn.Linear(256, 256)
        vgg.classifier[6] = nn.Linear(256, 1000)
    export(randomized(vgg), "vgg16", (3, size, size), directory, 16)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", choices=["small", "large"])
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--size", type=int, default=64, help="rows and columns of the large models' input")
    arguments = parser.parse_args()
    arguments.directory.mkdir(parents=True, exist_ok=True)
    if arguments.which == "small":
        small(arguments.directory)
    else:
        large(arguments.directory, arguments.size)


if __name__ == "__main__":
    main()
