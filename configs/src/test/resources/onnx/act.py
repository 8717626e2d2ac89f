"""Acts by exported policies: act.py FOLDER...

Each folder holds policy.onnx and inputs.json, rows of the graph's inputs by name. Writes
actions.json: what onnxruntime and ONNX's own evaluator, which is written in NumPy, make of them.
"""

import json
import pathlib
import sys

import numpy
import onnx
import onnx.reference
import onnxruntime

for folder in map(pathlib.Path, sys.argv[1:]):
    model = onnx.load(folder / "policy.onnx")
    onnx.checker.check_model(model, full_check=True)
    inputs = {
        name: numpy.array(rows, numpy.float32)
        for name, rows in json.loads((folder / "inputs.json").read_text()).items()
    }
    session = onnxruntime.InferenceSession(
        folder / "policy.onnx", providers=["CPUExecutionProvider"]
    )
    (runtime,) = session.run(["act"], inputs)
    alone = [
        session.run(["act"], {name: rows[i : i + 1] for name, rows in inputs.items()})[0][0]
        for i in range(3)
    ]
    (plain,) = onnx.reference.ReferenceEvaluator(model).run(["act"], inputs)
    assert runtime.dtype == plain.dtype, (runtime.dtype, plain.dtype)
    (folder / "actions.json").write_text(
        json.dumps(
            {
                "dtype": str(runtime.dtype),
                "onnxruntime": runtime.astype(float).tolist(),
                "alone": numpy.array(alone).astype(float).tolist(),
                "numpy": plain.astype(float).tolist(),
                "opset": model.opset_import[0].version,
                "inputs": {
                    put.name: [d.dim_param or d.dim_value for d in put.type.tensor_type.shape.dim]
                    for put in model.graph.input
                },
            }
        )
    )
