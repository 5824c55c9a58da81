"""What a run minimises. Read it in the order objective, sft, preference, rivals, second.

`sft` learns the expert's answers. `preference` learns, after that, that they are better than what stood in their place;
its result is a second candidate, which has to beat the first.
"""
