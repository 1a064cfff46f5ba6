"""Quantizers for training: PANN's weights (Eq. 12) and LSQ (Esser et al., ICLR 2020).

Rounding has no useful derivative; all of them pass gradients through it as if it were not there (the
straight-through estimator, Bengio et al. 2013). That is defined here in one place, `round_through`.
"""
import math

import torch
from torch import nn


def round_away(values):
    """To the nearest whole number, ties away from zero, as the C++ code rounds."""
    return torch.sign(values) * torch.floor(torch.abs(values) + 0.5)


def round_through(values):
    """Rounds; the derivative is 1."""
    return values + (round_away(values) - values).detach()


def scale_gradient(values, factor):
    """The same values; the gradient is multiplied by `factor`."""
    return (values - values * factor).detach() + values * factor


class PannWeights(nn.Module):
    """Eq. (12): gamma = ||w||_1 / (R d), codes w / gamma rounded, of one tensor of d weights.

    R additions an element on average, whatever the largest code. gamma counts as a constant of the
    step, so that the gradient of each weight is that of its quantized value.
    """

    def __init__(self, additions):
        super().__init__()
        self.additions = additions

    def step(self, weights):
        return weights.detach().abs().mean().clamp(min=1e-12) / self.additions

    def codes(self, weights):
        return round_away(weights.detach() / self.step(weights))

    def bits(self, weights):
        """Two's complement bits of the largest code."""
        return int(self.codes(weights).abs().max()).bit_length() + 1

    def forward(self, weights):
        step = self.step(weights)
        return round_through(weights / step) * step


class Lsq(nn.Module):
    """Learned step size: clip(v / s, lowest, highest) rounded, times s, the step s learned.

    Its gradient is scaled by 1 / sqrt(values a sample * highest), as in the paper, and its first
    value is 2 <|v|> / sqrt(highest), of the first values that it sees.
    """

    def __init__(self, lowest, highest, rounding=round_through):
        super().__init__()
        self.lowest, self.highest, self.rounding = lowest, highest, rounding
        self.step = nn.Parameter(torch.tensor(0.0))  # 0: not seen anything yet.

    @classmethod
    def activations(cls, bits):
        """Unsigned codes of `bits` bits; what is negative becomes 0."""
        return cls(0, 2 ** bits - 1)

    @classmethod
    def weights(cls, bits):
        """Codes of either sign, as many of each: W+ and W- fit unsigned hardware."""
        return cls(-(2 ** (bits - 1) - 1), 2 ** (bits - 1) - 1)

    def start(self, values):
        with torch.no_grad():
            self.step.fill_(max(2 * float(values.detach().abs().mean()) / math.sqrt(self.highest),
                                1e-8))

    def values_each(self, values):
        """Values that one step serves: of a weight all, of a batch of activations one sample's."""
        return values.numel() if self.lowest < 0 else values[0].numel()

    def learned_step(self):
        return self.step.abs().clamp(min=1e-8)

    def codes(self, values):
        step = self.learned_step().detach()
        return round_away(torch.clamp(values.detach() / step, self.lowest, self.highest))

    def bits(self, _values=None):
        """Bits of the codes, two's complement where some are negative."""
        return self.highest.bit_length() + (1 if self.lowest < 0 else 0)

    def forward(self, values):
        if float(self.step) == 0.0:
            self.start(values)
        factor = 1 / math.sqrt(self.values_each(values) * self.highest)
        step = scale_gradient(self.learned_step(), factor)
        return self.rounding(torch.clamp(values / step, self.lowest, self.highest)) * step
