"""Small forms of the program that its parts share."""

OPERATORS = {
    "Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**", "MatMult": "@",
    "LShift": "<<", "RShift": ">>", "BitOr": "|", "BitXor": "^", "BitAnd": "&", "And": "and", "Or": "or",
    "Not": "not", "UAdd": "+", "USub": "-", "Invert": "~", "Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=",
    "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not", "In": "in", "NotIn": "not in",
}  # fmt: skip
CONVERSIONS = {-1: None, 114: "repr", 115: "str", 97: "ascii"}
UNKNOWN = {"kind": "unknown", "reads": []}


def operator(node):
    return OPERATORS[type(node).__name__]


def called(name, *values):
    return {"kind": "call", "callee": name, "arguments": list(values)}
