"""The training leaf: one JSON file in, JSON lines and one proven LoRA adapter out.

Runs alone as `python -m app.training run.json`; no database, no queue, no network. Read it in this order:

    style, config, policy          what a run is asked to do, and every number that need not be chosen
    render, packing                pairs to tokens, tokens to one batch behind one prefix
    loss, evaluate                 the training loss, held-out losses, generated answers (passes are in app/engine)
    lora, checkpoints, ranks       the adapter, its files, several processes
    lessons                        what each pass sees of a pair: plain, or with its sources
    objectives/                    what the steps minimise: the expert's answers; then that drafts were worse
    run, loop                      steps and what goes wrong in them; a run from top to bottom
    proof/                         whether it got better
    progress, clock, failures      what the parent hears; __main__ is the process
    export, gguf_file, parity      other formats, and whether they answer as the served version does
"""
