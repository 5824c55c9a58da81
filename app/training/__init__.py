"""The training leaf: one JSON file in, JSON lines and one proven LoRA adapter out.

Runs alone as `python -m app.training run.json`; no database, no queue, no network. Read it in the order
config, policy, render, packing, attention, loss, lora, evaluate, checkpoints, report, progress, run, loop.
"""
