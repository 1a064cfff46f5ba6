"""Layers that train as the hardware will compute: quantized, adding, shifting."""
import torch
from torch import nn
from torch.nn import functional

CACHED = 2 ** 16  # Values that stay in a core's cache.


class _Quantized:
    """A layer whose inputs and weights go through quantizers first. Mixed into PyTorch's layers."""

    def quantize_with(self, activations, weights):
        self.activations, self.weights = activations, weights
        return self

    def quantized_weight(self):
        return self.weights(self.weight)


class _PlainConvolution(torch.autograd.Function):
    """A convolution of stride 1. The gradient of its input is one, too, of the gradient with the
    weights turned round; as such it takes a third of the time where channels are few."""

    @staticmethod
    def forward(context, inputs, weights, bias, padding):
        context.save_for_backward(inputs, weights)
        context.padding = padding
        return functional.conv2d(inputs, weights, bias, padding=padding)

    @staticmethod
    def backward(context, gradient):
        inputs, weights = context.saved_tensors
        padding = context.padding
        grown = [size - 1 - before for size, before in zip(weights.shape[2:], padding)]
        for_inputs = functional.conv2d(gradient, weights.flip(2, 3).transpose(0, 1), padding=grown)
        for_weights = nn.grad.conv2d_weight(inputs, weights.shape, gradient, padding=padding)
        return for_inputs, for_weights, gradient.sum(dim=(0, 2, 3)), None


class QuantizedConv2d(_Quantized, nn.Conv2d):
    def forward(self, inputs):
        values, weight = self.activations(inputs), self.quantized_weight()
        plain = (self.bias is not None and self.stride == self.dilation == (1, 1)
                 and self.groups == 1 and self.padding_mode == "zeros"
                 and all(before < size for before, size in zip(self.padding, self.kernel_size)))
        if plain:
            return _PlainConvolution.apply(values, weight, self.bias, self.padding)
        return self._conv_forward(values, weight, self.bias)


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
        if not context.needs_input_grad[0]:  # The images.
            return None, for_weights
        for_inputs = torch.zeros_like(inputs)
        columns = gradient.t().contiguous()
        rows = max(1, CACHED // inputs.shape[1])
        for begin in range(0, len(inputs), rows):
            part = slice(begin, begin + rows)
            difference = torch.empty_like(inputs[part])
            for output, weight in enumerate(weights):
                torch.sub(weight, inputs[part], out=difference).clamp_(-1, 1)
                for_inputs[part].addcmul_(difference, columns[output, part, None])
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
