"""Validates configs by a schema; prints one line an error: file, path of the value, message."""

import json
import pathlib
import sys

import jsonschema

schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for name in sys.argv[2:]:
    config = json.loads(pathlib.Path(name).read_text())
    for error in validator.iter_errors(config):
        path = ".".join(str(key) for key in error.absolute_path)
        print(f"{pathlib.Path(name).name}: {path}: {error.message}")
print(f"{len(sys.argv) - 2} configs")
