"""What the networks of the study take in femtojoules, as `pann` measures it: docs/training.md."""
import json
import math
import os
import pathlib
import shutil
import subprocess

import torch
from torch import nn

from pann_training import layers, networks, study

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RIVAL_BITS = (4, 8)
SHIFT_BITS = 4  # A sign and shifts of 0 to 7: layers.PowerOfTwo.


def program():
    """PANN_PROGRAM, what is built here, or what is in PATH."""
    built = ROOT / "build/release/bin/pann"
    found = os.environ.get("PANN_PROGRAM") or (built if built.exists() else shutil.which("pann"))
    if not found:
        raise SystemExit("pann-train: --energy needs the program pann: build it (scripts/quickstart) "
                         "or name it in PANN_PROGRAM")
    return str(found)


def ask(pann, *arguments):
    """The JSON that a command of pann prints."""
    done = subprocess.run([pann, *map(str, arguments), "--quiet", "--json", "-"],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"pann-train: pann {arguments[0]}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def of_given(explored, scheme):
    """The unit of least energy for a network as it was trained: name, fJ a MAC, MACs."""
    points = [point["unit"] for point in explored["energy"]["points"]
              if point["given"] and point["budget"] is None and point["scheme"] == scheme]
    best = min(points, key=lambda unit: unit["energy"]["total_fj"])
    return best["name"], best["energy"]["total_fj"], explored["macs"]


def measured_network(pann, folder, library, budget_bits, method):
    adders = [] if library == "generic" else ["--adder-cells"]  # It has no such cells.
    explored = ask(pann, "explore", "--network", folder, "--budget", f"{budget_bits}bit",
                   "--min-bits", 2, "--max-bits", 2, "--energy", "--pdk", library, *adders)
    return of_given(explored, "pann" if method == "pann" else "uniform")


def elements_by_unit(network, shape=(1, 1, 28, 28)):
    """How many elements of an inference each processing element takes, and the longest sum."""
    counts = {"sad_mac": 0, "shift_mac": 0, "mac": 0}
    longest = 0
    units = {layers.AdderConv2d: "sad_mac", layers.AdderLinear: "sad_mac",
             layers.QuantizedConv2d: "shift_mac", layers.QuantizedLinear: "shift_mac",
             nn.Linear: "mac"}

    def count(module, _inputs, output):
        nonlocal longest
        length = module.weight[0].numel()
        counts[units[type(module)]] += output.numel() * length
        longest = max(longest, length)

    handles = [module.register_forward_hook(count) for module in network.modules()
               if type(module) in units]
    with torch.no_grad():
        network.eval()(torch.zeros(shape))
    for handle in handles:
        handle.remove()
    return counts, longest


def rival_designs(bits, longest):
    """The processing elements as `pann compare` takes them, accumulators as wide as sums may be."""
    grown = math.ceil(math.log2(longest)) + 1
    x = f"--x-unsigned --x-width {bits}"
    return {
        "sad_mac": f"sad_mac {x} --w-width {bits} --acc-width {bits + 1 + grown}",
        "shift_mac": f"shift_mac {x} --w-width {SHIFT_BITS} "
                     f"--acc-width {bits + 2 ** (SHIFT_BITS - 1) - 1 + grown}",
        "mac": f"mac --multiplier heap {x} --w-width {bits} --acc-width {2 * bits + grown}"}


def measured_rival(pann, configuration, library, bits):
    """Of the elements that the network has, by their shares, for each MAC of the LeNet."""
    counts, longest = elements_by_unit(configuration.network())
    designs = rival_designs(bits, longest)
    table = ask(pann, "compare", *designs.values(), "--pdk", library, "--vectors", 2000)
    energies = {design["name"]: design["energy_per_operation_fj"] for design in table["designs"]}
    total = sum(counts[unit] * energies[designs[unit]] for unit in counts)
    used = " ".join(unit for unit, count in counts.items() if count)
    return used, total / macs_of_lenet(), macs_of_lenet()


def macs_of_lenet():
    return elements_by_unit(networks.lenet(layers.AdderConv2d, layers.AdderLinear))[0]["sad_mac"]


def rows(pann, folder, configurations, summary, library, say=print):
    """A row a configuration, two of a rival: the energy of the first seed's network beside the mean
    accuracy of all seeds. What is measured stays in FOLDER/energy."""
    means = {one["configuration"]: one["mean"] for one in summary}
    for configuration in configurations:
        found = folder / "energy" / f"{library}-{configuration.name}.json"
        if not found.exists():
            say(f"energy of {configuration.name} on {library}")
            measure(pann, folder, configuration, library, found)
        for one in json.loads(found.read_text()):
            yield {"library": library, "configuration": configuration.name,
                   "accuracy": means[configuration.name], "bx": one["bits"], "unit": one["unit"],
                   "fJ_per_MAC": f"{one['energy_fj']:.4g}",
                   "nJ_per_inference": f"{one['energy_fj'] * one['macs'] * 1e-6:.4g}"}


def measure(pann, folder, configuration, library, found):
    results = []
    if configuration.budget_bits:
        network = sorted(folder.glob(f"{configuration.name}-seed*/network.json"))[0].parent
        results.append((configuration.activation_bits,
                        measured_network(pann, network, library, configuration.budget_bits,
                                         configuration.method)))
    else:
        results += [(bits, measured_rival(pann, configuration, library, bits))
                    for bits in RIVAL_BITS]
    found.parent.mkdir(exist_ok=True)
    study.write_whole(found, [{"bits": bits, "unit": unit, "energy_fj": energy, "macs": macs}
                              for bits, (unit, energy, macs) in results])
