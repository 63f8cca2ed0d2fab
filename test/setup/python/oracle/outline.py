"""What a Python text should be lowered to (src/setup/program.ts), read off CPython's own syntax tree.

Every statement becomes one line, every node `(kind line:column-line:column ...)` with its fields in alphabetical order;
`../outline.ts` writes the same of a program. Columns count UTF-16 code units from 1. Places that only the front-end
knows (of the parts of an f-string, of what stands for syntax) are left out.
"""

import json
from decimal import Decimal

from statements import Statements


def outline(text):
    """One line for each statement at the top. Raises SyntaxError and what else `ast` raises for text that is no Python."""
    return [written(one) for one in Statements(text).program()]


def written(value):
    if isinstance(value, dict):
        kind, span = value.get("kind"), value.get("span")
        fields = [written(value[key]) for key in sorted(value) if key not in ("kind", "span")]
        return "(" + " ".join([one for one in (kind, span) if one] + fields) + ")"
    if isinstance(value, (list, tuple)):
        return "[" + " ".join(map(written, value)) + "]"
    if value is None:
        return "-"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(float(value))
    if isinstance(value, str):
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return json.dumps(value, ensure_ascii=True)


def number(value):
    """As JavaScript writes it."""
    if value != 0 and not 1e-6 <= abs(value) < 1e21:
        _, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
        rest = "".join(map(str, digits[1:]))
        return f"{digits[0]}{'.' if rest else ''}{rest}e{exponent + len(digits) - 1:+d}"
    return format(Decimal(repr(value)).normalize(), "f")
