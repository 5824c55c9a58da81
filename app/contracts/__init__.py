"""What crosses the border between two rooms or two processes, as types: the trainer writes what the child reads,
and the other way round. No database and no torch.
"""
