"""The study of docs/training.md: LeNet on Fashion-MNIST, trained quantized, at equal power."""
import csv
import dataclasses
import json
import math
import os
import statistics
import time

import numpy as np
import torch
from torch import nn

from pann_training import export, fashion_mnist, fitting, layers, networks
from pann_training.quantizers import Lsq, PannWeights

BUDGET_BITS = (2, 3, 4)
ADDITIONS = (1.0, 1.5, 2.0)
WIDEST = 8
HELD_OUT_SEED, HELD_OUT = 16, 5000  # As for the float network that the project ships.
METHODS = ("lsq", "pann", "addernet", "shiftaddnet")


def flips(bits):
    """Bit flips of an unsigned MAC of that width (Eq. 6 without the accumulator's sum)."""
    return 0.5 * bits ** 2 + 4 * bits


@dataclasses.dataclass(frozen=True)
class Configuration:
    method: str
    budget_bits: int = 0         # 0: no budget of the model applies
    activation_bits: int = 0     # 0: real numbers
    additions: float = 0.0       # R of PANN

    @property
    def name(self):
        if not self.budget_bits:
            return self.method
        name = f"{self.method}-{self.budget_bits}bit"
        return name if self.method == "lsq" else f"{name}-x{self.activation_bits}-r{self.additions:g}"

    @property
    def flips(self):
        """What the model says one element takes; nothing where it says nothing."""
        if self.method == "lsq":
            return flips(self.budget_bits)
        if self.method == "pann":
            return (self.additions + 0.5) * self.activation_bits
        return None

    def network(self):
        if self.method == "addernet":
            return networks.lenet(layers.AdderConv2d, layers.AdderLinear, nn.Linear)
        if self.method == "shiftaddnet":
            return networks.lenet(layers.shift_add_conv, layers.shift_add_linear, nn.Linear)

        def weights():
            return PannWeights(self.additions) if self.method == "pann" \
                else Lsq.weights(self.budget_bits)

        def quantized(kind):
            def make(*sizes, **options):
                layer = kind(*sizes, **options)
                return layer.quantize_with(Lsq.activations(self.activation_bits), weights())
            return make

        return networks.lenet(quantized(layers.QuantizedConv2d), quantized(layers.QuantizedLinear))


def configurations(methods=METHODS, budgets=BUDGET_BITS):
    """LSQ at each budget, PANN at each budget and R with the widest bx~ <= 8 that fits, the others."""
    found = [Configuration("lsq", bits, bits) for bits in budgets]
    for bits in budgets:
        for additions in ADDITIONS:
            width = min(WIDEST, math.floor(flips(bits) / (additions + 0.5) + 1e-9))
            found.append(Configuration("pann", bits, width, additions))
    found += [Configuration("addernet"), Configuration("shiftaddnet")]
    return [one for one in found if one.method in methods]


class Samples:
    """`train_images` images drawn by seed of those that no validation holds; the whole test set."""

    def __init__(self, train_images):
        images, labels = fashion_mnist.split("train")
        self.held_out = fashion_mnist.held_out(HELD_OUT, HELD_OUT_SEED)
        others = np.setdiff1d(np.arange(len(images)), self.held_out)
        picks = np.random.RandomState(HELD_OUT_SEED).permutation(others)[:train_images]
        self.images, self.labels = images[picks], labels[picks]
        self.test_images, self.test_labels = fashion_mnist.split("t10k")


def write_whole(path, value):
    """JSON that is there as a whole or not at all."""
    temporary = path.with_name(path.name + ".part")
    temporary.write_text(json.dumps(value, indent=1) + "\n")
    os.replace(temporary, path)


def run(configuration, seed, samples, settings, folder):
    """Trains, judges, exports; the result's file appears when all is done."""
    torch.manual_seed(seed)
    network = configuration.network()
    start = time.process_time()
    fitting.fit(network, samples.images, samples.labels, epochs=settings["epochs"],
                batch=settings["batch"], rate=settings["rate"], seed=seed)
    accuracy = fitting.accuracy(network, samples.test_images, samples.test_labels)
    name = f"{configuration.name}-seed{seed}"
    if configuration.budget_bits:
        export_network(configuration, network, samples, seed, accuracy, folder / name)
    result = {**dataclasses.asdict(configuration), "name": configuration.name, "seed": seed,
              "flips": configuration.flips, "test_accuracy": accuracy,
              "processor_seconds": round(time.process_time() - start, 1), "settings": settings}
    write_whole(folder / f"{name}.json", result)
    return result


def export_network(configuration, network, samples, seed, accuracy, folder):
    """For `pann explore`: of PANN the weights that Eq. (12) quantizes, of LSQ the quantized ones."""
    export.write(folder, network, name=f"LeNet-5, {configuration.name}, seed {seed}",
                 input_shape=(28, 28, 1), scale=fashion_mnist.PIXEL_SCALE,
                 quantized=configuration.method != "pann",
                 dataset={"name": "fashion-mnist", "validation": "validation.npy"},
                 seed=seed, test_accuracy_quantized=accuracy)
    np.save(folder / "validation.npy", samples.held_out.astype(np.uint16))


def study(folder, seeds, settings, methods=METHODS, budgets=BUDGET_BITS, say=print):
    """Runs what is not there yet. Results of other settings are refused, not mixed in."""
    folder.mkdir(parents=True, exist_ok=True)
    results, missing = [], []
    for seed in seeds:
        for configuration in configurations(methods, budgets):
            file = folder / f"{configuration.name}-seed{seed}.json"
            if not file.exists():
                missing.append((configuration, seed))
                continue
            result = json.loads(file.read_text())
            if result["settings"] != settings:
                raise SystemExit(f"{file} was made with {result['settings']}, asked for are "
                                 f"{settings}: take another folder")
            results.append(result)
    say(f"{len(results)} runs are there, {len(missing)} to do")
    samples = Samples(settings["train_images"]) if missing else None
    for done, (configuration, seed) in enumerate(missing, 1):
        result = run(configuration, seed, samples, settings, folder)
        results.append(result)
        say(f"{done}/{len(missing)} {configuration.name}, seed {seed}: "
            f"{100 * result['test_accuracy']:.2f} %, {result['processor_seconds']:.0f} s of processor")
    return results


def summary(results):
    """A row a configuration: mean, standard deviation, smallest and largest over the seeds."""
    rows = []
    for name in dict.fromkeys(result["name"] for result in results):
        runs = [result for result in results if result["name"] == name]
        shares = [100 * result["test_accuracy"] for result in runs]
        first = runs[0]
        rows.append({
            "configuration": name, "budget": flips(first["budget_bits"]) or "",
            "bx": first["activation_bits"] or "", "R": first["additions"] or "",
            "flips": "" if first["flips"] is None else first["flips"], "seeds": len(runs),
            "mean": f"{statistics.mean(shares):.2f}",
            "deviation": f"{statistics.stdev(shares):.2f}" if len(shares) > 1 else "",
            "least": f"{min(shares):.2f}", "most": f"{max(shares):.2f}"})
    return rows


def write_table(rows, stream):
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
