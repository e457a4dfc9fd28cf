"""The runner on Procrastinate, for Postgres: any number of workers on any number of machines share the lanes.

Procrastinate decides which worker runs which lane. Its jobs carry no state: the enrollments are the queue, so losing
every job loses nothing.
"""
