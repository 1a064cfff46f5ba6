"""PANN for PyTorch users: quantizers, layers, exporters and a study. docs/training.md."""
