"""The engine room: forward and backward passes, and nothing about runs, agents or requests.

- paths: which passes compute a model, by family and device
- llama: the linear layers of a decoder layer, and what makes two computations the same
- matmul: products with weight matrices, by the fastest library that torch brings
- packed/: a batch as one sequence, forward and backward: training, losses, answers of one model
- captured/: a step or a token recorded once and replayed, for GPUs
- served/: many replies at once, each with its own adapter, forward only
"""
