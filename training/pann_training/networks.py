"""The networks; of those of the study the layers that do their multiply-accumulates are left open."""
import torch
from torch import nn
from torch.nn.utils import fusion


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


class Residual(nn.Module):
    """The ReLU of what `body` and `shortcut`, an nn.Sequential each, make of the same input."""

    def __init__(self, body, shortcut):
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, images):
        return torch.relu(self.body(images) + self.shortcut(images))


def resnet8(inputs=1, classes=10):
    """ResNet-8 as MLPerf Tiny has it (Banbury et al. 2021): three residual blocks of 16, 32 and 64
    channels, the second and the third with half the rows and columns of what they take."""
    layers = normalized_conv(inputs, 16, 3) + [nn.ReLU()]
    for before, channels in ((16, 16), (16, 32), (32, 64)):
        stride = channels // before
        body = normalized_conv(before, channels, 3, stride) + [nn.ReLU()]
        body += normalized_conv(channels, channels, 3)
        shortcut = normalized_conv(before, channels, 1, stride) if stride > 1 else []
        layers.append(Residual(nn.Sequential(*body), nn.Sequential(*shortcut)))
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, classes)]
    return nn.Sequential(*layers)


def normalized_conv(inputs, outputs, size, stride=1):
    return [nn.Conv2d(inputs, outputs, size, stride, padding=size // 2), nn.BatchNorm2d(outputs)]


def folded(network):
    """The same nn.Sequential in evaluation, each batch normalization in the convolution before it."""
    layers = []
    for module in network.eval():
        if isinstance(module, nn.BatchNorm2d):
            layers[-1] = fusion.fuse_conv_bn_eval(layers[-1], module)
        elif isinstance(module, Residual):
            layers.append(Residual(folded(module.body), folded(module.shortcut)))
        else:
            layers.append(module)
    return nn.Sequential(*layers)
