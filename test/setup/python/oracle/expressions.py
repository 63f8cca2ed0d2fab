"""Targets and expressions of the program, of CPython's tree."""

import ast

from forms import CONVERSIONS, UNKNOWN, called, operator
from places import Places


class Expressions(Places):
    def __init__(self, text):
        super().__init__(text)
        self.prelude = []

    def with_prelude(self, lower):
        enclosing, self.prelude = self.prelude, []
        own = lower()
        own, self.prelude = self.prelude + own, enclosing
        return own

    def target(self, node):
        span = self.span(node)
        match node:
            case ast.Name():
                return {"kind": "name", "name": node.id, "span": span}
            case ast.Attribute():
                return {"kind": "attribute", "object": self.expression(node.value), "name": node.attr, "span": span}
            case ast.Subscript():
                index = self.expression(node.slice)
                return {"kind": "subscript", "object": self.expression(node.value), "index": index, "span": span}
            case ast.Tuple() | ast.List():
                return {"kind": "tuple", "items": [self.target(one) for one in node.elts], "span": span}
            case ast.Starred():
                return {"kind": "star", "target": self.target(node.value), "span": span}

    def maybe(self, node):
        return None if node is None else self.expression(node)

    def all(self, nodes):
        return [self.expression(one) for one in nodes]

    def expression(self, node):
        span = self.span(node)
        match node:
            case ast.Constant():
                return self.constant(node, span)
            case ast.Name():
                return {"kind": "name", "name": node.id, "span": span}
            case ast.Attribute():
                return {"kind": "attribute", "object": self.expression(node.value), "name": node.attr, "span": span}
            case ast.Subscript():
                return {"kind": "subscript", "index": self.expression(node.slice), "object": self.expression(node.value), "span": span}
            case ast.Slice():
                parts = {"from": self.maybe(node.lower), "to": self.maybe(node.upper), "step": self.maybe(node.step)}
                return {"kind": "slice", **parts, "span": span}
            case ast.Call():
                callee = self.expression(node.func)
                given = [self.argument(one) for one in sorted(node.args + node.keywords, key=self.start)]
                return {"kind": "call", "callee": callee, "arguments": given, "span": span}
            case ast.List() | ast.Set():
                return {"kind": "list", "items": self.all(node.elts), "span": span}
            case ast.Tuple():
                return {"kind": "tuple", "items": self.all(node.elts), "span": span}
            case ast.Starred():
                return {"kind": "spread", "value": self.expression(node.value), "span": span}
            case ast.Dict():
                pairs = zip(node.keys, node.values)
                entries = [{"key": self.maybe(key), "value": self.expression(value)} for key, value in pairs]
                return {"kind": "dict", "entries": entries, "span": span}
            case ast.BinOp():
                left, right = self.all([node.left, node.right])
                return {"kind": "binary", "operator": operator(node.op), "left": left, "right": right, "span": span}
            case ast.BoolOp():
                return self.row(node)
            case ast.Compare():
                return self.comparison(node, span)
            case ast.UnaryOp():
                return {"kind": "unary", "operator": operator(node.op), "operand": self.expression(node.operand), "span": span}
            case ast.IfExp():
                then, test, otherwise = self.all([node.body, node.test, node.orelse])
                return {"kind": "conditional", "test": test, "then": then, "otherwise": otherwise, "span": span}
            case ast.JoinedStr():
                return self.template(node, span)
            case ast.Lambda():
                return self.function(node, None, lambda: self.with_prelude(lambda: [self.returned(node.body)]), span)
            case ast.Yield() | ast.YieldFrom():
                each = isinstance(node, ast.YieldFrom)
                return {"kind": "yield", "value": self.maybe(node.value), "each": each, "span": span}
            case ast.Await():
                return self.expression(node.value)
            case ast.NamedExpr():
                value = self.expression(node.value)
                self.prelude.append({"kind": "assign", "targets": [self.target(node.target)], "value": value, "span": span})
                return self.expression(node.target)
            case ast.ListComp() | ast.GeneratorExp():
                return self.comprehension(node, None, node.elt, span)
            case ast.SetComp():
                return called("set", self.comprehension(node, None, node.elt, span))
            case ast.DictComp():
                return self.comprehension(node, node.key, node.value, span)
            case ast.TemplateStr():
                return {"kind": "unknown", "reads": [one for one in self.parts(node) if not isinstance(one, str)], "span": span}

    def returned(self, node):
        value = self.expression(node)
        return {"kind": "return", "value": value, "span": value.get("span") or self.span(node)}

    def constant(self, node, span):
        value = node.value
        if value is ...:
            return {"kind": "name", "name": "Ellipsis", "span": span}
        if isinstance(value, complex) or (isinstance(value, float) and value == float("inf")):
            return {**UNKNOWN, "span": span}
        if isinstance(value, bytes):
            value = value.decode("latin-1")
        if isinstance(value, int) and not isinstance(value, bool) and value >= 2**1024 - 2**970:
            return {**UNKNOWN, "span": span}
        return {"kind": "literal", "value": value, "span": span}

    def argument(self, node):
        if isinstance(node, ast.Starred):
            return {"name": None, "spread": "positional", "value": self.expression(node.value), "span": self.span(node)}
        if not isinstance(node, ast.keyword):
            return {"name": None, "spread": None, "value": self.expression(node)}
        spread = "keyword" if node.arg is None else None
        return {"name": node.arg, "spread": spread, "value": self.expression(node.value), "span": self.span(node)}

    def row(self, node):
        """`a and b and c` from the left."""
        first, *others = node.values
        left = self.expression(first)
        for one in others:
            span = self.place(self.start(node), self.outside(one)[1] if one is not others[-1] else self.end(node))
            left = {"kind": "binary", "operator": operator(node.op), "left": left, "right": self.expression(one), "span": span}
        return left

    def comparison(self, node, span):
        operands, whole = [node.left, *node.comparators], None
        for sign, left, right in zip(node.ops, operands, operands[1:]):
            place = self.place(self.outside(left)[0], self.outside(right)[1]) if len(node.ops) > 1 else span
            pair = {"kind": "binary", "operator": operator(sign), "left": self.expression(left), "right": self.expression(right), "span": place}
            whole = pair if whole is None else {"kind": "binary", "operator": "and", "left": whole, "right": pair, "span": span}
        return whole

    def comprehension(self, node, key, value, span):
        if key is not None and len(node.generators) > 1:
            return {**UNKNOWN, "span": span}
        enclosing, self.prelude = self.prelude, []
        element = self.expression(value)
        for at, clause in reversed(list(enumerate(node.generators))):
            last = at == len(node.generators) - 1
            element = {
                "kind": "comprehension",
                "key": self.maybe(key) if last else None,
                "element": element if last else {"kind": "spread", "value": element, "span": span},
                "target": self.target(clause.target),
                "iterable": self.expression(clause.iter),
                "conditions": self.all(clause.ifs),
                "span": span,
            }
        bound = [{**one, "value": {**UNKNOWN, "span": one["span"]}} for one in self.prelude]
        self.prelude = enclosing + bound
        return element

    def template(self, node, span):
        parts = self.parts(node)
        if all(isinstance(one, str) for one in parts):
            return {"kind": "literal", "value": "".join(parts), "span": span}
        return {"kind": "template", "parts": parts, "span": span}

    def parts(self, node):
        parts = []
        for one in node.values:
            part = one.value if isinstance(one, ast.Constant) else self.formatted(one)
            if isinstance(part, dict) and part["kind"] == "literal" and isinstance(part["value"], str):
                part = part["value"]
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            elif part != "":
                parts.append(part)
        return parts

    def formatted(self, node):
        value, name = self.expression(node.value), CONVERSIONS[node.conversion]
        if name is not None:
            value = called(name, value)
        if node.format_spec is None:
            return value
        parts = self.parts(node.format_spec)
        plain = all(isinstance(one, str) for one in parts)
        return called("format", value, "".join(parts) if plain else {"kind": "template", "parts": parts})
