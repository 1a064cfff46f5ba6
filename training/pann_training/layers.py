"""Layers that train as the hardware will compute: quantized, adding, shifting."""
import torch
from torch import nn
from torch.nn import functional


class _Quantized:
    """A layer whose inputs and weights go through quantizers first. Mixed into PyTorch's layers."""

    def quantize_with(self, activations, weights):
        self.activations, self.weights = activations, weights
        return self

    def quantized_weight(self):
        return self.weights(self.weight)


class QuantizedConv2d(_Quantized, nn.Conv2d):
    def forward(self, inputs):
        return self._conv_forward(self.activations(inputs), self.quantized_weight(), self.bias)


class QuantizedLinear(_Quantized, nn.Linear):
    def forward(self, inputs):
        return functional.linear(self.activations(inputs), self.quantized_weight(), self.bias)


class _NegativeDistance(torch.autograd.Function):
    """-sum |x - w| over the last dimension, of (samples, d) and (outputs, d).

    The gradients are those of AdderNet (Chen et al., CVPR 2020), not of the absolute value: x - w
    for the weight, that of -(x - w)^2 / 2, and w - x clipped to [-1, 1] for the input, that of
    minus Huber's loss.
    """

    @staticmethod
    def forward(context, inputs, weights):
        context.save_for_backward(inputs, weights)
        return -torch.cdist(inputs, weights, p=1)

    @staticmethod
    def backward(context, gradient):
        inputs, weights = context.saved_tensors
        for_weights = gradient.t() @ inputs - gradient.sum(dim=0)[:, None] * weights
        for_inputs = torch.empty_like(inputs)
        rows = max(1, 2 ** 22 // weights.numel())  # Bounds the differences that are held at once.
        for begin in range(0, len(inputs), rows):
            part = slice(begin, begin + rows)
            clipped = (weights[None] - inputs[part, None]).clamp_(-1, 1)
            for_inputs[part] = torch.einsum("no,nod->nd", gradient[part], clipped)
        return for_inputs, for_weights


def negative_distance(inputs, weights):
    return _NegativeDistance.apply(inputs, weights)


class AdderLinear(nn.Module):
    """Outputs -sum |x - w|, normalized over the batch: sums of one sign train no other way."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs))
        self.norm = nn.BatchNorm1d(outputs)

    def forward(self, inputs):
        return self.norm(negative_distance(inputs, self.weight))


class AdderConv2d(nn.Module):
    """The same over the windows of a convolution of stride 1."""

    def __init__(self, inputs, outputs, size, padding=0):
        super().__init__()
        self.size, self.padding = size, padding
        self.weight = nn.Parameter(torch.randn(outputs, inputs * size * size))
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, images):
        samples, _, height, width = images.shape
        grown = 2 * self.padding - self.size + 1
        windows = functional.unfold(images, self.size, padding=self.padding).transpose(1, 2)
        sums = negative_distance(windows.reshape(-1, windows.shape[2]), self.weight)
        sums = sums.reshape(samples, -1, len(self.weight)).transpose(1, 2)
        return self.norm(sums.reshape(samples, -1, height + grown, width + grown))


class PowerOfTwo(nn.Module):
    """Weights of sign(w) 2^p, p = log2 |w| rounded to [lowest, highest]: a shift each (DeepShift-Q,
    Elhoushi et al. 2021). Straight through: the gradient is that of the quantized weight."""

    def __init__(self, lowest=-7, highest=0):
        super().__init__()
        self.lowest, self.highest = lowest, highest

    def forward(self, weights):
        magnitude = weights.detach().abs().clamp(min=2.0 ** (self.lowest - 1))
        power = torch.clamp(torch.round(torch.log2(magnitude)), self.lowest, self.highest)
        sign = torch.where(weights.detach() < 0, -1.0, 1.0).to(weights.dtype)
        return weights + (sign * 2.0 ** power - weights).detach()


def _identity(values):
    return values


def shift_add_conv(inputs, outputs, size, padding=0):
    """ShiftAddNet (You et al., NeurIPS 2020): shifts over the window, then additions of the channels
    at each place."""
    shift = QuantizedConv2d(inputs, outputs, size, padding=padding)
    shift.quantize_with(_identity, PowerOfTwo())
    return nn.Sequential(shift, nn.BatchNorm2d(outputs), AdderConv2d(outputs, outputs, 1))


def shift_add_linear(inputs, outputs):
    shift = QuantizedLinear(inputs, outputs).quantize_with(_identity, PowerOfTwo())
    return nn.Sequential(shift, nn.BatchNorm1d(outputs), AdderLinear(outputs, outputs))
