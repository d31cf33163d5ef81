"""What a schema must not hold, and why.

libprotobuf-c 1.4.1 decodes without a limit on nesting: a recursive message type would let a frame of 30 KB overflow
the stack. The other refusals keep out what the Swift side has no form for yet, so that it fails here, with a reason.
"""

from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field

REFUSED_TYPES = {
    Field.TYPE_DOUBLE: "floats have no exact text; use an integer with a unit",
    Field.TYPE_FLOAT: "floats have no exact text; use an integer with a unit",
    Field.TYPE_GROUP: "groups are deprecated; use a message",
}

REPEATABLE_TYPES = {Field.TYPE_STRING, Field.TYPE_BYTES, Field.TYPE_MESSAGE}


def violations(files):
    """One line for each rule that a file breaks."""
    broken = []
    for file in files:
        if file.syntax != "proto3":
            broken.append(f"{file.name}: only proto3 is understood")
        for enum in file.enum_type:
            broken += [
                f"{file.name}: {enum.name}.{value.name}: enum values must not be negative"
                for value in enum.value
                if value.number < 0
            ]
        for message in file.message_type:
            broken += [f"{file.name}: {message.name}{line}" for line in message_violations(message)]
    return broken + recursive_types(files)


def message_violations(message):
    # A proto3 `optional` is a oneof of one field, and a map is a nested type: each has its own words.
    optional = {field.oneof_index for field in message.field if field.proto3_optional}
    maps = {nested.name for nested in message.nested_type if nested.options.map_entry}
    for index, oneof in enumerate(message.oneof_decl):
        if index not in optional:
            yield f".{oneof.name}: oneof has no Swift form yet; use a sub-message for each, absent when not meant"
    for nested in message.nested_type:
        if nested.name not in maps:
            yield f".{nested.name}: nested messages are refused; declare it at the top level"
    for enum in message.enum_type:
        yield f".{enum.name}: nested enums are refused; declare it at the top level"
    for field in message.field:
        reason = field_violation(field, maps)
        if reason:
            yield f".{field.name}: {reason}"


def field_violation(field, maps):
    if field.proto3_optional:
        return "proto3 optional is refused by protoc-c; use a sub-message for presence"
    if field.type == Field.TYPE_MESSAGE and field.type_name.split(".")[-1] in maps:
        return "maps have no order; use a repeated message with a key"
    if field.type in REFUSED_TYPES:
        return REFUSED_TYPES[field.type]
    if field.label == Field.LABEL_REPEATED and field.type not in REPEATABLE_TYPES:
        return "repeated numbers have no Swift form yet; use a repeated message"
    return None


def recursive_types(files):
    """A line for each message type that can hold itself, with the way from it to itself."""
    holds = {
        f".{file.package}.{message.name}": [
            (field.name, field.type_name) for field in message.field if field.type == Field.TYPE_MESSAGE
        ]
        for file in files
        for message in file.message_type
    }

    def way_back(start):
        reached = set()
        ways = [(start, [])]
        while ways:
            name, way = ways.pop()
            for field, held in holds.get(name, []):
                if held == start:
                    return way + [field]
                if held not in reached:
                    reached.add(held)
                    ways.append((held, way + [field]))
        return None

    return [
        f"{name[1:]}: recursive by {'.'.join(way)}; libprotobuf-c decodes nesting without a limit"
        for name in holds
        if (way := way_back(name))
    ]
