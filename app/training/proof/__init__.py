"""The proof of a run: what its candidate gained beside the base model and the version that serves now.

Read it in the order asked, quality, relevance, probes, figures, tries, receipt, report, judge. It reads the engine
around it; of the engine only loop.py knows it.
"""
