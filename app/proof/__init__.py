"""Whether a candidate is better: which pairs are held out (split), what its own words are worth (truth), what a strong
model thinks (opinion), and the gate with its reasons. Pure; what they judge by is measured in app/training/proof.
"""
