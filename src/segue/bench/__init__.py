"""Measures Segue on this machine, each figure beside a yardstick taken in the same run. Never on real data."""
