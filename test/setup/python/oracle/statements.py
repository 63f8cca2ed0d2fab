"""Statements of the program, of CPython's tree."""

import ast
import re

from forms import UNKNOWN, called, operator
from patterns import Patterns

CONTEXT = re.compile(r"(?:^|\.)(?:no_grad|inference_mode)(?:\(.*\))?$", re.S)
BINDING = {"staticmethod", "classmethod", "property"}


class Statements(Patterns):
    def __init__(self, text):
        super().__init__(text)
        self.outer = []

    def program(self):
        return self.block(ast.parse(self.plain).body)

    def block(self, nodes):
        return [one for node in nodes for one in self.with_prelude(lambda: self.statement(node))]

    def statement(self, node):
        span = self.span(node)
        match node:
            case ast.Expr(value=ast.Tuple() as row) if not self.is_parenthesized(row):
                return [
                    {"kind": "expression", "value": self.expression(one), "span": self.place(*self.outside(one))}
                    for one in row.elts
                    if not (isinstance(one, ast.Constant) and one.value is ... and self.outside(one)[0] == self.start(one))
                ]
            case ast.Expr(value=ast.Constant(value=value)) if value is ... and self.outside(node.value)[0] == self.start(node.value):
                return []
            case ast.Expr():
                return [{"kind": "expression", "value": self.expression(node.value), "span": span}]
            case ast.Return():
                return [{"kind": "return", "value": self.maybe(node.value), "span": span}]
            case ast.Break() | ast.Continue() | ast.Raise():
                return [{"kind": "leave", "how": type(node).__name__.lower(), "span": span}]
            case ast.Assert():
                return [{"kind": "expression", "value": self.expression(node.test), "span": span}]
            case ast.Delete():
                return [self.deletion(node)]
            case ast.Assign():
                targets = [self.target(one) for one in node.targets]
                return [{"kind": "assign", "targets": targets, "value": self.expression(node.value), "span": span}]
            case ast.AnnAssign():
                target = self.target(node.target)
                if node.value is None:
                    return []
                return [{"kind": "assign", "targets": [target], "value": self.expression(node.value), "span": span}]
            case ast.AugAssign():
                target = self.target(node.target)
                value = self.expression(node.value)
                return [{"kind": "update", "target": target, "operator": operator(node.op), "value": value, "span": span}]
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return self.definition(node)
            case ast.ClassDef():
                bases = [self.expression(one) for one in self.in_order(node.bases, node.keywords)]
                bases = [one for one in bases if one is not None]
                return [{"kind": "class", "name": node.name, "bases": bases, "body": self.block(node.body), "span": span}]
            case ast.Import() | ast.ImportFrom():
                bindings = self.bindings(node)
                return [{"kind": "import", "bindings": bindings, "span": span}] if bindings else []
            case ast.Global() | ast.Nonlocal():
                if self.outer:
                    self.outer[-1].update(node.names)
                return []
            case ast.If():
                return self.branch(node, span)
            case ast.For() | ast.AsyncFor() | ast.While():
                return self.loop(node, span)
            case ast.With() | ast.AsyncWith():
                items = [
                    {"value": self.expression(one.context_expr), "target": one.optional_vars and self.target(one.optional_vars)}
                    for one in node.items
                ]
                return [{"kind": "with", "items": items, "body": self.block(node.body), "span": span}]
            case ast.Try() | ast.TryStar():
                body = self.block(node.body) + self.block(node.orelse)
                handlers = [self.caught(one) + self.block(one.body) for one in node.handlers]
                return [{"kind": "try", "body": body, "handlers": handlers, "finally": self.block(node.finalbody), "span": span}]
            case ast.Match():
                return self.match(node)
        return []  # pass, type aliases

    def in_order(self, bases, keywords):
        """Of a class: keywords are lowered and left out, and so are bases that are spread."""
        for one in sorted(bases + keywords, key=self.start):
            if isinstance(one, (ast.keyword, ast.Starred)):
                self.expression(one.value)
            else:
                yield one

    def deletion(self, node):
        targets = [self.target(one) for one in node.targets]
        comma = self.behind(*self.outside(node.targets[-1])[1])
        if len(targets) > 1 or (comma is not None and comma[2] == b"," and comma[:2] < self.end(node)):
            start, end = self.outside(node.targets[0])[0], self.end(node)
            place = self.place(start, end)
            targets = [{"kind": "tuple", "items": targets, "span": place}]
        span = self.span(node)
        return {"kind": "assign", "targets": targets, "value": {**UNKNOWN, "span": span}, "span": span}

    def branch(self, node, span):
        arms, otherwise = [node], node.orelse
        while len(otherwise) == 1 and isinstance(otherwise[0], ast.If) and self.text(otherwise[0]).startswith("elif"):
            arms.append(otherwise[0])
            otherwise = otherwise[0].orelse
        lowered = self.block(otherwise)
        for arm in reversed(arms):
            lowered = self.with_prelude(lambda: [{
                "kind": "if", "test": self.expression(arm.test), "then": self.block(arm.body), "otherwise": lowered,
                "span": span if arm is node else self.place(self.start(arm), self.end(arm.body[-1])),
            }])  # fmt: skip
        return lowered

    def loop(self, node, span):
        if isinstance(node, ast.While):
            loop = {"kind": "while", "test": self.expression(node.test), "body": self.block(node.body), "span": span}
        else:
            iterable = self.expression(node.iter)
            target = self.target(node.target)
            loop = {"kind": "for", "target": target, "iterable": iterable, "body": self.block(node.body), "span": span}
        then = self.block(node.orelse)
        if not then:
            return [loop]
        return [loop, {"kind": "if", "test": {**UNKNOWN, "span": span}, "then": then, "otherwise": [], "span": span}]

    def caught(self, handler):
        if handler.name is None:
            return []
        last, right = self.outside(handler.type)[1]
        line, at, _ = self.behind(last, right)
        line, at, _ = self.behind(line, at + 2)
        span = self.place((line, at), (line, at + len(handler.name.encode())))
        target = {"kind": "name", "name": handler.name, "span": span}
        return [{"kind": "assign", "targets": [target], "value": {**UNKNOWN, "span": span}, "span": span}]

    def bindings(self, node):
        if isinstance(node, ast.Import):
            found = []
            for one in node.names:
                top = one.name.split(".")[0]
                if one.asname is None and top != one.name:
                    found.append({"module": top, "name": None, "local": top})
                found.append({"module": one.name, "name": None, "local": one.asname or one.name})
            return found
        module = "." * node.level + (node.module or "")
        if module == "__future__":
            return []
        return [
            {"module": module, "name": None, "local": "*"} if one.name == "*"
            else {"module": module, "name": one.name, "local": one.asname or one.name}
            for one in node.names
        ]  # fmt: skip

    def definition(self, node):
        span = self.span(node)
        function = self.function(node, node.name, lambda: self.block(node.body), span)
        statements = [{"kind": "define", "name": node.name, "function": function, "span": span}]
        for decorator in node.decorator_list:
            text = self.source(*self.outside(decorator))
            if CONTEXT.search(text):
                value = self.expression(decorator)
                if value["kind"] != "call":
                    value = {"kind": "call", "callee": value, "arguments": [], "span": value["span"]}
                items = [{"value": value, "target": None}]
                function["body"] = [{"kind": "with", "items": items, "body": function["body"], "span": span}]
            elif text in BINDING:
                at = self.start(node)[1] + re.match(rb"(?:async\s+)?def\s+", self.raw[node.lineno - 1][node.col_offset :]).end()
                place = self.place((node.lineno, at), (node.lineno, at + len(node.name.encode())))
                name = {"kind": "name", "name": node.name, "span": place}
                statements.append({"kind": "assign", "targets": [name], "value": called(text, name), "span": span})
        return statements

    def function(self, node, name, body, span):
        given = node.args
        positional = given.posonlyargs + given.args
        defaults = [None] * (len(positional) - len(given.defaults)) + given.defaults
        parameters = [self.parameter(one, default) for one, default in zip(positional, defaults)]
        if given.vararg:
            parameters.append(self.parameter(given.vararg, None, "positional"))
        parameters += [self.parameter(one, default) for one, default in zip(given.kwonlyargs, given.kw_defaults)]
        if given.kwarg:
            parameters.append(self.parameter(given.kwarg, None, "keyword"))
        self.outer.append(set())
        lowered = body()
        outer = sorted(self.outer.pop())
        return {"kind": "function", "parameters": parameters, "body": lowered, "name": name, "outer": outer, "span": span}

    def parameter(self, one, default, rest=None):
        return {"name": one.arg, "default": self.maybe(default), "rest": rest, "pattern": None}
