"""The networks of the study, with the layers that do their multiply-accumulates left open."""
from torch import nn


def lenet(conv=nn.Conv2d, linear=nn.Linear, last=None):
    """LeNet-5 (LeCun et al. 1998) for images of 28x28, with ReLU and max pooling."""
    last = last or linear
    return nn.Sequential(
        conv(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        conv(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(),
        linear(16 * 5 * 5, 120), nn.ReLU(),
        linear(120, 84), nn.ReLU(),
        last(84, 10))
