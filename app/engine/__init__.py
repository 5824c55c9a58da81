"""The engine room: forward and backward passes, and nothing about runs, agents or requests.

matmul       products with weight matrices, by the fastest library that torch brings
llama        what is known of the layers of the Llama family
packed/      a batch as one sequence, forward and backward: training, losses, answers of one model
served/      many replies at once, each with its own adapter, forward only
"""
