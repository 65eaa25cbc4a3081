"""Work on hostile files in processes of their own, under limits, whatever it is that they do.

Each kind of work has a module of its own that is run as such a process and calls `child.serve`.
"""
