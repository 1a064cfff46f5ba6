"""Training and judging, the same for every network of a study."""
import ctypes

import torch
from torch import nn

TEST_BATCH = 250
TRIM_THRESHOLD, TOP_PAD, MMAP_MAX = -1, -2, -4  # Options of glibc's mallopt.


def keep_memory():
    """Has glibc keep what tensors give back: the next batch takes as much, and pages fetched anew
    cost a quarter of a small network's time. Other systems' allocators are left as they are."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        for option, value in ((MMAP_MAX, 0), (TRIM_THRESHOLD, 2 ** 31 - 1), (TOP_PAD, 2 ** 26)):
            mallopt(option, value)


def fit(network, images, labels, *, epochs, batch, rate, seed, decay=0.0, progress=None):
    """Adam with a cosine rate; batches are drawn by `seed`. Learned steps of quantizers, which are
    small numbers, take a tenth of the rate and no decay."""
    generator = torch.Generator().manual_seed(seed)
    steps_learned = [p for name, p in network.named_parameters() if name.endswith("step")]
    others = [p for name, p in network.named_parameters() if not name.endswith("step")]
    optimizer = torch.optim.Adam([{"params": others, "weight_decay": decay},
                                  {"params": steps_learned, "lr": rate / 10}], lr=rate)
    steps = epochs * (len(images) // batch)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    network.train()
    for epoch in range(epochs):
        order = torch.randperm(len(images), generator=generator)
        total = 0.0
        for start in range(0, len(images) - batch + 1, batch):
            picks = order[start:start + batch]
            loss = nn.functional.cross_entropy(network(images[picks]), labels[picks])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        if progress:
            progress(epoch + 1, total / (len(images) // batch))


def accuracy(network, images, labels):
    """The share of samples that the network names rightly."""
    return int((predictions(network, images) == labels).sum()) / len(images)


def predictions(network, images):
    """The class that the network names for each sample."""
    network.eval()
    with torch.no_grad():
        return torch.cat([network(batch).argmax(dim=1) for batch in images.split(TEST_BATCH)])
