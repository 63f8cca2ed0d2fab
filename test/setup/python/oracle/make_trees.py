"""Writes trees.json: what CPython makes of the texts of snippets.py, as outlines of the program they are lowered to.

Made with CPython 3.14.2, in its build for Node that npm has as pyodide (314.0.7). An older one lacks part of the grammar
that the texts use. Run

  python make_trees.py
  npx biome format --write trees.json
"""

import ast
import json
import os
import warnings

from outline import outline
from snippets import REJECTED, SNIPPETS, TOLERATED

warnings.simplefilter("ignore", SyntaxWarning)


def is_python(text):
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


assert not [text for text in REJECTED + TOLERATED if is_python(text)]
trees = {group: [{"text": text, "outline": outline(text)} for text in texts] for group, texts in SNIPPETS.items()}
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "trees.json"), "w") as file:
    json.dump({"trees": trees, "rejected": REJECTED, "tolerated": TOLERATED}, file, indent=1)
    file.write("\n")
