"""How a schema's names are written in C (as protoc-c does) and in Swift."""

import re

SWIFT_KEYWORDS = {
    "as", "case", "class", "default", "defer", "else", "enum", "extension", "false", "for", "func", "if", "import",
    "in", "init", "inout", "internal", "is", "let", "nil", "operator", "private", "protocol", "public", "repeat",
    "return", "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "var",
    "where", "while",
}  # fmt: skip


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def camel(name):
    head, *tail = name.lower().split("_")
    return head + "".join("ID" if part == "id" else part.capitalize() for part in tail)


def swift(name):
    """The Swift name of a field."""
    text = camel(name)
    return f"`{text}`" if text in SWIFT_KEYWORDS else text


def swift_value(enum, value):
    """The Swift name of an enum's value: KIND_HELLO of Kind is hello."""
    prefix = snake(enum).upper() + "_"
    return swift(value[len(prefix):] if value.startswith(prefix) else value)


def c_type(package, name):
    return "__".join([part.capitalize() for part in package.split(".")] + [name])


def c_prefix(package, name):
    return "__".join(package.split(".") + [snake(name)])


def short(type_name):
    """The last part of ".mall.v1.Envelope"."""
    return type_name.split(".")[-1]
