"""What an engineer would build instead: the same steps as a job each, in task queues that people use.

Each module here is one of them, as its own documentation shows it; `step.py` is the work, the same for all.
"""
