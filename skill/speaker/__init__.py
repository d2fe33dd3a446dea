"""A smart speaker for this machine: what an Echo does, in a terminal and in tests.

``understanding`` turns a sentence into an intent by means of the interaction model,
``device`` holds the session as a device does, ``terminal`` and ``dialogue`` talk to it.
"""
