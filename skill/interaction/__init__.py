"""The interaction model: what people may say, and which intent and slots it means.

``source`` reads ``interaction_models/<language>.yaml``, ``build`` makes the JSON of each
locale from it, ``schema`` is the shape of that JSON, and ``rules`` are Alexa's rules.
"""
