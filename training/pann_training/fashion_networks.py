"""The networks on Fashion-MNIST that the project ships; `scripts/train_network --network NAME`."""
import pathlib
import time

import numpy as np
import torch

from pann_training import export, fashion_mnist, fitting, networks

SEED = 16
VALIDATION = 5000
PREDICTED = 100
RECIPES = {
    "fashion_lenet": {
        "title": "LeNet-5 on Fashion-MNIST", "make": networks.lenet,
        "fit": {"epochs": 3, "batch": 128, "rate": 2e-3, "decay": 1e-5}},
    "fashion_resnet8": {
        "title": "ResNet-8 on Fashion-MNIST", "make": networks.resnet8,
        "fit": {"epochs": 5, "batch": 128, "rate": 2e-3, "decay": 1e-5}},
}


def rounded(network):
    """The weights as float16 holds them: what is shipped is what is judged."""
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(parameter.half().float())


def train(name, folder):
    """Trains and writes; the seed decides the held-out samples, the weights and the batches."""
    recipe = RECIPES[name]
    fitting.keep_memory()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # The order of sums depends on it.
    torch.use_deterministic_algorithms(True)
    images, labels = fashion_mnist.split("train")
    held_out = fashion_mnist.held_out(VALIDATION, SEED)
    trained_on = np.setdiff1d(np.arange(len(images)), held_out)
    network = recipe["make"]()
    start = time.monotonic()

    def progress(epoch, loss):
        print(f"epoch {epoch}: loss {loss:.4f}, {time.monotonic() - start:.0f} s", flush=True)

    fitting.fit(network, images[trained_on], labels[trained_on], seed=SEED, progress=progress,
                **recipe["fit"])
    network = networks.folded(network)
    rounded(network)
    validation = fitting.accuracy(network, images[held_out], labels[held_out])
    test_images, test_labels = fashion_mnist.split("t10k")
    test = fitting.accuracy(network, test_images, test_labels)
    first = fitting.predictions(network, test_images[:PREDICTED])
    folder = pathlib.Path(folder)
    export.write(folder, network, name=recipe["title"], input_shape=(28, 28, 1),
                 scale=fashion_mnist.PIXEL_SCALE,
                 dataset={"name": "fashion-mnist", "validation": "validation.npy"},
                 seed=SEED, command=f"scripts/train_network --network {name}",
                 validation_accuracy=round(validation, 4), test_accuracy=round(test, 4),
                 first_test_predictions="".join(str(int(label)) for label in first))
    np.save(folder / "validation.npy", held_out.astype(np.uint16))
    print(f"{folder}: validation accuracy {100 * validation:.1f} %, test {100 * test:.1f} %")
