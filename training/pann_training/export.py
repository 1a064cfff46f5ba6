"""Writes networks as folders that `pann explore --network` reads (docs/networks.md)."""
import json
import pathlib

import numpy as np
from torch import nn


def layers_of(network, shape, quantized=True):
    """The layers of an nn.Sequential and their weights, channels last.

    `shape` is (height, width, channels) of the input. Convolutions, dense layers, ReLU, max pooling
    and a flatten are known; of a quantized layer, weights are what it computes with if `quantized`,
    else what it trains, of which Eq. (12) makes the same codes again.
    """
    layers, arrays = [], {}
    flattened = None
    for module in network:
        if isinstance(module, nn.ReLU):
            layers[-1]["activation"] = "relu"
            continue
        layer = {"name": f"layer{len(layers) + 1}"}
        if isinstance(module, nn.Conv2d):
            weight = weight_of(module, quantized).transpose(0, 2, 3, 1)
            rows, columns = module.padding
            layer.update(type="conv2d", stride=list(module.stride),
                         padding=[rows, columns, rows, columns])
            shape = [(shape[0] + 2 * rows - weight.shape[1]) // module.stride[0] + 1,
                     (shape[1] + 2 * columns - weight.shape[2]) // module.stride[1] + 1,
                     weight.shape[0]]
        elif isinstance(module, nn.Linear):
            weight = weight_of(module, quantized)
            if flattened:  # PyTorch flattens channels first.
                height, width, channels = flattened
                weight = weight.reshape(-1, channels, height, width).transpose(0, 2, 3, 1)
                weight = weight.reshape(len(weight), -1)
                flattened = None
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
        layers.append(layer)
    return layers, arrays


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
        np.save(folder / file, np.ascontiguousarray(array).astype(dtype))
    description = {"name": name, "input": {"shape": list(input_shape), "scale": scale}}
    if dataset:
        description["dataset"] = dataset
    description.update(facts)
    description["layers"] = layers
    (folder / "network.json").write_text(json.dumps(description, indent=1) + "\n")
