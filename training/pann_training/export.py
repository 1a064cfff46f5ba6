"""Writes networks as folders that `pann explore --network` reads (docs/networks.md)."""
import json
import pathlib

import numpy as np
from torch import nn

from pann_training.networks import Residual
from pann_training.quantizers import Lsq, PannWeights


def layers_of(network, shape, quantized=True):
    """The layers of an nn.Sequential and their weights, channels last.

    `shape` is (height, width, channels) of the input. Convolutions, dense layers, ReLU, max pooling,
    global average pooling, a flatten and residual blocks of these are known; of a quantized layer,
    weights are what it computes with if `quantized`, else what it trains, of which Eq. (12) makes the
    same codes again. Where activations have learned steps and weights have codes, both go into the
    layer's `quantized`, so that the network can be judged as it was trained.
    """
    found = _Layers(shape, quantized)
    found.add(network)
    return found.layers, found.arrays


class _Layers:
    """Layers as they are found, the last one's name and what it puts out."""

    def __init__(self, shape, quantized):
        self.layers, self.arrays, self.quantized = [], {}, quantized
        self.output, self.shape = "input", list(shape)
        self.flattened = None  # The shape that the next dense layer sees flattened.

    def add(self, network):
        kinds = {nn.Conv2d: self.add_conv, nn.Linear: self.add_dense, nn.MaxPool2d: self.add_pool,
                 nn.AdaptiveAvgPool2d: self.add_average, nn.Flatten: self.add_flatten,
                 nn.ReLU: self.add_relu, Residual: self.add_residual}
        for module in network:
            fitting = [add for kind, add in kinds.items() if isinstance(module, kind)]
            if not fitting:
                raise TypeError(f"{type(module).__name__} has no place in network.json")
            fitting[0](module)

    def append(self, **fields):
        """A layer behind the last output, which `inputs` only names where it is not the layer before."""
        before = self.layers[-1]["name"] if self.layers else "input"
        layer = {"name": f"layer{len(self.layers) + 1}", **fields}
        if self.output != before:
            layer.setdefault("inputs", [self.output])
        self.layers.append(layer)
        self.output = layer["name"]
        return layer

    def append_weights(self, module, **fields):
        layer = self.append(**fields)
        name = layer["name"]
        layer.update(weight=f"{name}.weight.npy", bias=f"{name}.bias.npy")
        self.arrays[layer["weight"]] = channels_last(weight_of(module, self.quantized),
                                                     self.flattened)
        self.arrays[layer["bias"]] = module.bias.detach().numpy()
        add_quantization(module, layer, self.arrays, self.flattened)
        self.flattened = None

    def add_conv(self, module):
        rows, columns = module.padding
        self.append_weights(module, type="conv2d", stride=list(module.stride),
                            padding=[rows, columns, rows, columns])
        size = [(self.shape[k] + 2 * module.padding[k] - module.kernel_size[k]) // module.stride[k] + 1
                for k in range(2)]
        self.shape = size + [module.out_channels]

    def add_dense(self, module):
        self.append_weights(module, type="dense")
        self.shape = [module.out_features]

    def add_pool(self, module):
        size = [module.kernel_size] * 2
        self.append(type="maxpool", stride=size, pool_size=size, padding="VALID")
        self.shape = [self.shape[0] // size[0], self.shape[1] // size[1], self.shape[2]]

    def add_average(self, module):
        if module.output_size not in (1, (1, 1)):
            raise TypeError(f"an average pooling to {module.output_size} has no place in network.json")
        self.append(type="avgpool_global")
        self.shape = [1, 1, self.shape[2]]

    def add_flatten(self, _module):
        self.flattened = list(self.shape)
        self.append(type="flatten")
        self.shape = [int(np.prod(self.shape))]

    def add_relu(self, _module):
        self.layers[-1]["activation"] = "relu"

    def add_residual(self, module):
        if any(len(way) and isinstance(way[0], nn.ReLU) for way in (module.shortcut, module.body)):
            raise TypeError("a way of a residual block that begins with ReLU has no place in "
                            "network.json")
        before, shape = self.output, self.shape
        self.add(module.shortcut)
        shortcut = self.output
        self.output, self.shape = before, shape
        self.add(module.body)
        self.append(type="add", inputs=[shortcut, self.output], activation="relu")


def channels_last(weight, flattened=None):
    """Weights in the order of network.json; `flattened` is the shape (height, width, channels) of
    what a dense layer sees, which PyTorch flattens channels first."""
    if weight.ndim == 4:
        return weight.transpose(0, 2, 3, 1)
    if not flattened:
        return weight
    height, width, channels = flattened
    return weight.reshape(-1, channels, height, width).transpose(0, 2, 3, 1).reshape(len(weight), -1)


def add_quantization(module, layer, arrays, flattened):
    """The steps and codes that a quantized layer computes with. Refused where a step was not learned:
    the network has never seen a sample."""
    activations = getattr(module, "activations", None)
    weights = getattr(module, "weights", None)
    if not isinstance(activations, Lsq) or not isinstance(weights, (Lsq, PannWeights)):
        return
    if any(isinstance(one, Lsq) and float(one.step) == 0.0 for one in (activations, weights)):
        raise ValueError(f"{layer['name']}: a learned step has no value yet: run the network first")
    step = weights.learned_step() if isinstance(weights, Lsq) else weights.step(module.weight)
    codes = channels_last(weights.codes(module.weight).numpy(), flattened)
    file = f"{layer['name']}.codes.npy"
    arrays[file] = codes.astype(np.int16)
    if not np.array_equal(arrays[file], codes):
        raise ValueError(f"{layer['name']}: codes of weights go beyond 16 bits")
    layer["quantized"] = {
        "activation_bits": activations.bits(), "activation_step": float(activations.learned_step()),
        "rounding": "up", "weight_bits": max(2, weights.bits(module.weight)),
        "weight_step": float(step), "weight_codes": file}


def weight_of(module, quantized):
    computes_with = getattr(module, "quantized_weight", None) if quantized else None
    return (computes_with() if computes_with else module.weight).detach().numpy()


def write(folder, network, *, name, input_shape, scale, dtype=np.float16, quantized=True,
          dataset=None, **facts):
    """`facts` go into network.json as they are; `dataset` names the samples' source."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    layers, arrays = layers_of(network, input_shape, quantized)
    for file, array in arrays.items():
        whole = np.issubdtype(array.dtype, np.integer)
        np.save(folder / file, np.ascontiguousarray(array if whole else array.astype(dtype)))
    description = {"name": name, "input": {"shape": list(input_shape), "scale": scale}}
    if dataset:
        description["dataset"] = dataset
    description.update(facts)
    description["layers"] = layers
    (folder / "network.json").write_text(json.dumps(description, indent=1) + "\n")
