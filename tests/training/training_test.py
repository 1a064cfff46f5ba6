#!/usr/bin/python3
"""Tests of training/: quantizers' and layers' gradients, the export, a training of seconds.

Where PyTorch is not installed, says so by name. With PANN_FULL_TESTS, also trains on Fashion-MNIST.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "training"))
try:
    import numpy as np
    import torch
except ImportError as missing:
    print(f"SKIPPED: training/ for PyTorch: {missing.name} is not installed (python3-torch)")
    sys.exit(0)
from pann_training import energy, export, fashion_mnist, fitting, layers, networks, quantizers, study

STEP = 1e-6
CHANCE = 0.1


def slopes(function, values):
    """Derivatives of a scalar function by central differences."""
    found = torch.zeros_like(values)
    for i in range(values.numel()):
        ends = []
        for sign in (1, -1):
            moved = values.clone()
            moved.view(-1)[i] += sign * STEP
            ends.append(float(function(moved)))
        found.view(-1)[i] = (ends[0] - ends[1]) / (2 * STEP)
    return found


def gradient(function, values):
    leaf = values.clone().requires_grad_()
    function(leaf).backward()
    return leaf.grad


def drawn(*shape, seed=3):
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def close(found, wanted):
    return torch.allclose(found, wanted, rtol=1e-5, atol=1e-7)


class Quantizers(unittest.TestCase):
    def test_rounding_goes_away_from_zero_on_ties_and_passes_gradients_as_they_are(self):
        values = torch.tensor([-2.5, -0.5, -0.4, 0.5, 1.5, 2.49])
        self.assertEqual(quantizers.round_away(values).tolist(), [-3, -1, 0, 1, 2, 2])
        self.assertEqual(gradient(lambda v: quantizers.round_through(v).sum(), values).tolist(),
                         [1.0] * 6)

    def test_pann_codes_are_those_of_equation_12_with_R_additions_an_element(self):
        weights = drawn(60, 50)
        for additions in (1.0, 1.5, 2.0, 4.0):
            quantizer = quantizers.PannWeights(additions)
            values = weights.numpy()
            gamma = np.abs(values).sum() / (additions * values.size)
            codes = np.sign(values) * np.floor(np.abs(values) / gamma + 0.5)
            self.assertTrue(np.array_equal(quantizer.codes(weights).numpy(), codes))
            self.assertTrue(np.allclose(quantizer(weights).numpy(), codes * gamma))
            self.assertAlmostEqual(np.abs(codes).mean(), additions, delta=0.06)

    def test_the_gradient_of_pann_is_that_of_its_output(self):
        weights, direction = drawn(5, 7), drawn(5, 7, seed=4)
        quantizer = quantizers.PannWeights(1.5)
        got = gradient(lambda w: (quantizer(w) * direction).sum(), weights)
        self.assertTrue(close(got, direction))

    def test_lsq_gradients_equal_finite_differences_with_rounding_held(self):
        values, direction = 2 * drawn(6, 8), drawn(6, 8, seed=4)
        for make in (quantizers.Lsq.weights, quantizers.Lsq.activations):
            lsq = make(3).double()
            step = torch.tensor(0.37, dtype=torch.float64)
            clipped = torch.clamp(values / step, lsq.lowest, lsq.highest)
            held = quantizers.round_away(clipped) - clipped
            with torch.no_grad():
                lsq.step.copy_(step)

            def smooth(v, s):
                return ((torch.clamp(v / s, lsq.lowest, lsq.highest) + held) * s * direction).sum()

            lsq.zero_grad()
            got = gradient(lambda v: (lsq(v) * direction).sum(), values)
            self.assertTrue(close(got, slopes(lambda v: smooth(v, step), values)))
            factor = (lsq.values_each(values) * lsq.highest) ** -0.5
            self.assertTrue(close(lsq.step.grad, factor * slopes(lambda s: smooth(values, s), step)))

    def test_lsq_codes_stay_within_their_bits(self):
        for bits in (2, 3, 4, 8):
            for make, lowest in ((quantizers.Lsq.weights, 1 - 2 ** (bits - 1)),
                                 (quantizers.Lsq.activations, 0)):
                lsq = make(bits)
                codes = lsq(10 * drawn(200).float()).detach() / lsq.step.detach()
                self.assertGreaterEqual(float(codes.min()), lowest - 1e-4)
                self.assertLessEqual(float(codes.max()), lsq.highest + 1e-4)
                self.assertTrue(torch.allclose(codes, codes.round(), atol=1e-4))


class Layers(unittest.TestCase):
    def test_a_quantized_convolution_has_the_gradients_of_pytorchs(self):
        for options in ({"padding": 2}, {"padding": (0, 1)}, {"stride": 2, "padding": 1},
                        {"groups": 2}, {"bias": False}):
            conv = layers.QuantizedConv2d(2, 4, (5, 3), **options).double()
            conv.quantize_with(torch.nn.Identity(), torch.nn.Identity())
            plain = torch.nn.Conv2d(2, 4, (5, 3), **options).double()
            plain.load_state_dict(conv.state_dict())
            found = []
            for one in (conv, plain):
                leaf = drawn(3, 2, 9, 8).requires_grad_()
                outputs = one(leaf)
                (outputs * drawn(*outputs.shape, seed=4)).sum().backward()
                found.append([outputs, leaf.grad] + [p.grad for p in one.parameters()])
            self.assertTrue(all(close(a, b) for a, b in zip(*found)), options)

    def test_adder_outputs_are_minus_the_sum_of_distances(self):
        inputs, weights = drawn(4, 5), drawn(3, 5, seed=4)
        wanted = -(inputs[:, None] - weights[None]).abs().sum(dim=2)
        self.assertTrue(close(layers.negative_distance(inputs, weights), wanted))
        conv = layers.AdderConv2d(2, 3, 3, padding=1).double()
        conv.norm = torch.nn.Identity()
        images = drawn(2, 2, 4, 5)
        padded = torch.nn.functional.pad(images, (1, 1, 1, 1))
        window = padded[1, :, 2:5, 3:6].reshape(-1)
        place = conv(images)[1, :, 2, 3]
        self.assertTrue(close(place, -(window - conv.weight).abs().sum(dim=1)))

    def test_adder_gradients_are_those_of_adder_net(self):
        inputs, weights, direction = drawn(4, 5), 2 * drawn(3, 5, seed=4), drawn(4, 3, seed=5)
        by_weights = gradient(lambda w: (layers.negative_distance(inputs, w) * direction).sum(),
                              weights)
        by_inputs = gradient(lambda x: (layers.negative_distance(x, weights) * direction).sum(),
                             inputs)

        def half_square(w):
            return (-0.5 * (inputs[:, None] - w[None]) ** 2).sum(dim=2).mul(direction).sum()

        def huber(x):
            away = (x[:, None] - weights[None]).abs()
            loss = torch.where(away < 1, 0.5 * away ** 2, away - 0.5)
            return -loss.sum(dim=2).mul(direction).sum()

        self.assertTrue(close(by_weights, slopes(half_square, weights)))
        self.assertTrue(close(by_inputs, slopes(huber, inputs)))

    def test_shift_weights_are_powers_of_two_nearest_in_the_exponent(self):
        weights = torch.tensor([0.9, -0.3, 0.0, 5.0, -1e-9, 0.17])
        self.assertEqual(layers.PowerOfTwo()(weights).tolist(),
                         [1.0, -0.25, 2.0 ** -7, 1.0, -2.0 ** -7, 0.125])

    def test_every_configuration_of_the_study_runs_forward_and_backward(self):
        torch.manual_seed(1)
        images = torch.rand(4, 1, 28, 28)
        names = set()
        for configuration in study.configurations():
            network = configuration.network()
            network(images).square().sum().backward()
            self.assertTrue(all(p.grad is not None for p in network.parameters()),
                            configuration.name)
            if configuration.flips:
                self.assertLessEqual(configuration.flips, study.flips(configuration.budget_bits))
            names.add(configuration.name)
        self.assertEqual(len(names), 14)


def inferred(folder, images):
    """What a network's folder computes, channels last: written anew, with NumPy alone."""
    description = json.loads((folder / "network.json").read_text())
    values = images
    outputs = {"input": images}
    for layer in description["layers"]:
        if "inputs" in layer:
            values = outputs[layer["inputs"][0]]
        if layer["type"] == "flatten":
            values = values.reshape(len(values), -1)
        elif layer["type"] == "avgpool_global":
            values = values.mean((1, 2))
        elif layer["type"] == "add":
            values = values + outputs[layer["inputs"][1]]
        elif layer["type"] == "maxpool":
            samples, rows, columns, channels = values.shape
            values = values.reshape(samples, rows // 2, 2, columns // 2, 2, channels).max((2, 4))
        else:
            weight = np.load(folder / layer["weight"]).astype(np.float64)
            if layer["type"] == "conv2d":
                top, left, bottom, right = layer["padding"]
                values = np.pad(values, ((0, 0), (top, bottom), (left, right), (0, 0)))
                windows = np.lib.stride_tricks.sliding_window_view(values, weight.shape[1:3], (1, 2))
                windows = windows[:, ::layer["stride"][0], ::layer["stride"][1]]
                values = np.einsum("nyxcij,oijc->nyxo", windows, weight)
            else:
                values = values @ weight.T
            values = values + np.load(folder / layer["bias"])
        if layer.get("activation") == "relu":
            values = np.maximum(values, 0)
        outputs[layer["name"]] = values
    return values


def drawn_statistics(network):
    """Batch normalizations as if trained: nothing is 0 or 1."""
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            for values in (module.weight, module.running_var):
                values.data.uniform_(0.5, 2)
            for values in (module.bias, module.running_mean):
                values.data.normal_(0, 0.2)
    return network


class Export(unittest.TestCase):
    def check(self, network):
        images = torch.rand(3, 1, 28, 28)
        wanted = network.eval()(images).detach().numpy()
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            export.write(folder, networks.folded(network), name="x", input_shape=(28, 28, 1),
                         scale=1.0, dtype=np.float32)
            found = inferred(folder, images.numpy().transpose(0, 2, 3, 1))
        self.assertTrue(np.allclose(found, wanted, atol=1e-4))
        self.assertGreater(float(np.ptp(wanted, axis=1).min()), 1e-2)

    def test_an_exported_network_computes_what_pytorch_did(self):
        torch.manual_seed(2)
        self.check(networks.lenet())

    def test_a_residual_network_is_exported_with_batch_normalization_folded(self):
        torch.manual_seed(2)
        self.check(drawn_statistics(networks.resnet8()))

    def test_what_network_json_cannot_say_is_refused(self):
        for layer in (torch.nn.Tanh(), torch.nn.AdaptiveAvgPool2d(2),
                      networks.Residual(torch.nn.Sequential(torch.nn.ReLU()), torch.nn.Sequential())):
            with self.assertRaises(TypeError):
                export.layers_of([torch.nn.Conv2d(1, 1, 3), layer], (28, 28, 1))


def judged(folder):
    """What `pann explore` says of a network as it was given."""
    program = os.environ.get("PANN_PROGRAM")
    if not program:
        print("\nSKIPPED: training/: pann judges exported networks: PANN_PROGRAM names no program")
        return None
    done = subprocess.run([program, "explore", "--network", folder, "--budget", "2bit", "--min-bits",
                           "2", "--max-bits", "2", "--json", "-"], capture_output=True, text=True,
                          check=False)
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


class Given(unittest.TestCase):
    """Networks with learned steps, read back by pann as they were trained."""

    def check(self, method, bits, weights):
        torch.manual_seed(3)

        def quantized(kind, *sizes, **options):
            return kind(*sizes, **options).quantize_with(quantizers.Lsq.activations(bits), weights())

        network = torch.nn.Sequential(
            quantized(layers.QuantizedConv2d, 1, 4, 3, padding=1), torch.nn.ReLU(),
            torch.nn.MaxPool2d(2), torch.nn.Flatten(),
            quantized(layers.QuantizedLinear, 4 * 4 * 4, 10), torch.nn.ReLU(),
            quantized(layers.QuantizedLinear, 10, 5))
        labels = torch.randint(0, 5, (200,))
        pixels = (torch.randint(0, 160, (5, 1, 8, 8))[labels] + torch.randint(0, 96, (200, 1, 8, 8)))
        images = pixels.float() / 255
        fitting.fit(network, images, labels, epochs=4, batch=20, rate=3e-3, seed=1)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            export.write(folder, network, name=method, input_shape=(8, 8, 1), scale=1 / 255,
                         dtype=np.float32)
            stored = pixels.numpy().transpose(0, 2, 3, 1).astype(np.uint8)
            for prefix in ("", "val_"):
                np.save(folder / f"{prefix}inputs.npy", stored.reshape(len(stored), -1))
                np.save(folder / f"{prefix}labels.npy", labels.numpy())
            report = judged(folder)
        if report is None:
            return
        given = report["given"]
        wanted = fitting.predictions(network, images).tolist()
        self.assertEqual(given["predictions"], wanted)
        self.assertGreater(len(set(wanted)), 1)
        self.assertEqual(given["activation_bits"], bits)
        share = sum(a == b for a, b in zip(wanted, labels.tolist())) / len(wanted)
        self.assertAlmostEqual(given["test_accuracy"], share)

    def test_lsq_is_judged_by_pann_as_pytorch_predicts(self):
        for bits in (2, 4, 8):
            self.check("LSQ", bits, lambda bits=bits: quantizers.Lsq.weights(bits))

    def test_pann_weights_beside_learned_activations_are_judged_as_pytorch_predicts(self):
        self.check("PANN", 5, lambda: quantizers.PannWeights(1.5))

    def test_a_network_whose_steps_were_never_learned_is_refused(self):
        layer = layers.QuantizedLinear(4, 2)
        layer.quantize_with(quantizers.Lsq.activations(4), quantizers.Lsq.weights(4))
        with tempfile.TemporaryDirectory() as name, self.assertRaises(ValueError):
            export.write(name, torch.nn.Sequential(layer), name="x", input_shape=(4,), scale=1.0)


class Energy(unittest.TestCase):
    def test_rivals_take_their_elements_and_the_last_layer_multiplies(self):
        adder, _ = energy.elements_by_unit(study.Configuration("addernet").network())
        self.assertEqual(adder, {"sad_mac": 416520 - 840, "shift_mac": 0, "mac": 840})
        shift, longest = energy.elements_by_unit(study.Configuration("shiftaddnet").network())
        # Each layer's additions over channels: its output channels once more at every place.
        over_channels = 28 * 28 * 6 * 6 + 10 * 10 * 16 * 16 + 120 * 120 + 84 * 84
        self.assertEqual(shift, {"sad_mac": over_channels, "shift_mac": 416520 - 840, "mac": 840})
        self.assertEqual(longest, 400)

    def test_a_trained_network_is_measured_and_kept(self):
        if not os.environ.get("PANN_PROGRAM"):
            print("\nSKIPPED: training/: energy of exported networks: PANN_PROGRAM names no program")
            return
        configuration = study.Configuration("addernet")
        said = []
        with tempfile.TemporaryDirectory() as name:
            for _ in range(2):
                found = list(energy.rows(energy.program(), pathlib.Path(name), [configuration], [
                    {"configuration": "addernet", "mean": "80.00"}], "generic", said.append))
        self.assertEqual(len(said), 1)
        self.assertEqual([row["bx"] for row in found], [4, 8])
        self.assertEqual({row["unit"] for row in found}, {"sad_mac mac"})
        self.assertEqual({row["accuracy"] for row in found}, {"80.00"})
        self.assertLess(float(found[0]["fJ_per_MAC"]), float(found[1]["fJ_per_MAC"]))

    def test_of_a_network_as_given_the_unit_of_least_energy_counts(self):
        def point(scheme, name, total, given=True, budget=None):
            return {"scheme": scheme, "given": given, "budget": budget,
                    "unit": {"name": name, "energy": {"total_fj": total}}}

        measured = {"macs": 7, "energy": {"points": [
            point("uniform", "heap_mac", 30.0), point("uniform", "heap_dot", 20.0),
            point("pann", "pann_dot", 10.0), point("uniform", "heap_dot", 5.0, given=False),
            point("pann", "pann_dot", 1.0, budget=10.0)]}}
        self.assertEqual(energy.of_given(measured, "uniform"), ("heap_dot", 20.0, 7))
        self.assertEqual(energy.of_given(measured, "pann"), ("pann_dot", 10.0, 7))


class Training(unittest.TestCase):
    def test_a_quantized_network_learns_and_a_seed_repeats_it(self):
        draw = torch.Generator().manual_seed(2)
        classes = torch.randint(0, 10, (160,), generator=draw)
        patterns = torch.rand(10, 1, 28, 28, generator=draw)
        images = (patterns[classes] + 0.2 * torch.rand(160, 1, 28, 28, generator=draw)) / 1.2

        def trained(epochs):
            torch.manual_seed(1)
            network = study.Configuration("pann", 2, 5, 1.5).network()
            fitting.fit(network, images, classes, epochs=epochs, batch=32, rate=3e-3, seed=1)
            return network

        first, second = (trained(1).state_dict() for _ in range(2))
        self.assertTrue(all(torch.equal(first[name], second[name]) for name in first))
        self.assertGreater(fitting.accuracy(trained(6), images, classes), 3 * CHANCE)

    def test_a_study_that_was_stopped_goes_on_where_it_was(self):
        said = []
        runs = []

        def fake(configuration, seed, _samples, settings, folder):
            if len(runs) == 2:
                raise KeyboardInterrupt
            runs.append((configuration.name, seed))
            result = {"name": configuration.name, "seed": seed, "test_accuracy": 0.5 + 0.1 * seed,
                      "processor_seconds": 1.0, "settings": settings, "budget_bits": 2,
                      "activation_bits": 2, "additions": 0.0, "flips": 10.0}
            (folder / f"{configuration.name}-seed{seed}.json").write_text(json.dumps(result))
            return result

        original = study.run, study.Samples
        study.run, study.Samples = fake, lambda _images: None
        settings = {"train_images": 1, "epochs": 1, "batch": 1, "rate": 1.0}
        try:
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                with self.assertRaises(KeyboardInterrupt):
                    study.study(folder, [1, 2], settings, ["lsq"], say=said.append)
                runs.clear()
                runs.extend([None] * 3)  # No interrupt any more.
                results = study.study(folder, [1, 2], settings, ["lsq"], say=said.append)
                self.assertEqual(len(runs) - 3, 4)
                self.assertEqual(len(results), 6)
                rows = study.summary(results)
                self.assertEqual([row["mean"] for row in rows], ["65.00"] * 3)
                self.assertEqual([row["deviation"] for row in rows], ["7.07"] * 3)
                with self.assertRaises(SystemExit):
                    study.study(folder, [1], {**settings, "epochs": 2}, ["lsq"], say=said.append)
        finally:
            study.run, study.Samples = original

    def test_fashion_mnist_is_learned(self):
        if not os.environ.get("PANN_FULL_TESTS"):
            print("\nSKIPPED: training/: LeNet learns Fashion-MNIST by PANN (scripts/test --full)")
            return
        if not fashion_mnist.folder().is_dir():
            print("\nSKIPPED: training/: dataset-fashion-mnist is not installed")
            return
        with tempfile.TemporaryDirectory() as name:
            settings = {"train_images": 10000, "epochs": 3, "batch": 128, "rate": 2e-3}
            result = study.run(study.Configuration("pann", 4, 8, 2.0), 1, study.Samples(10000),
                               settings, pathlib.Path(name))
        self.assertGreater(result["test_accuracy"], 0.7)


if __name__ == "__main__":
    torch.set_num_threads(1)
    unittest.main()
