"""Writes networks as folders that `pann explore --network` reads (docs/networks.md)."""
import json
import pathlib

import numpy as np
from torch import nn

from pann_training.quantizers import Lsq, PannWeights


def layers_of(network, shape, quantized=True):
    """The layers of an nn.Sequential and their weights, channels last.

    `shape` is (height, width, channels) of the input. Convolutions, dense layers, ReLU, max pooling
    and a flatten are known; of a quantized layer, weights are what it computes with if `quantized`,
    else what it trains, of which Eq. (12) makes the same codes again. Where activations have learned
    steps and weights have codes, both go into the layer's `quantized`, so that the network can be
    judged as it was trained.
    """
    layers, arrays = [], {}
    flattened = None
    for module in network:
        if isinstance(module, nn.ReLU):
            layers[-1]["activation"] = "relu"
            continue
        layer = {"name": f"layer{len(layers) + 1}"}
        if isinstance(module, nn.Conv2d):
            weight = channels_last(weight_of(module, quantized))
            rows, columns = module.padding
            layer.update(type="conv2d", stride=list(module.stride),
                         padding=[rows, columns, rows, columns])
            shape = [(shape[0] + 2 * rows - weight.shape[1]) // module.stride[0] + 1,
                     (shape[1] + 2 * columns - weight.shape[2]) // module.stride[1] + 1,
                     weight.shape[0]]
        elif isinstance(module, nn.Linear):
            weight = channels_last(weight_of(module, quantized), flattened)
            layer.update(type="dense")
            shape = [weight.shape[0]]
        elif isinstance(module, nn.MaxPool2d):
            weight = None
            size = [module.kernel_size] * 2
            layer.update(type="maxpool", stride=size, pool_size=size, padding="VALID")
            shape = [shape[0] // size[0], shape[1] // size[1], shape[2]]
        elif isinstance(module, nn.Flatten):
            flattened, shape = list(shape), [int(np.prod(shape))]
            layers.append({**layer, "type": "flatten"})
            continue
        else:
            raise TypeError(f"{type(module).__name__} has no place in network.json")
        if weight is not None:
            name = layer["name"]
            layer.update(weight=f"{name}.weight.npy", bias=f"{name}.bias.npy")
            arrays[layer["weight"]] = weight
            arrays[layer["bias"]] = module.bias.detach().numpy()
            add_quantization(module, layer, arrays, flattened)
            flattened = None
        layers.append(layer)
    return layers, arrays


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
