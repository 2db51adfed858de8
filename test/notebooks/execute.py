"""Runs one notebook in a fresh kernel: execute.py NOTEBOOK OUTPUT KERNEL. Stops at the first failed cell; writes what there is."""
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from pathlib import Path

source, target, kernel = sys.argv[1:4]
notebook = nbformat.read(source, as_version=4)
for cell in notebook.cells:
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
client = NotebookClient(
    notebook,
    kernel_name=kernel,
    timeout=600,
    iopub_timeout=30,
    record_timing=False,
    coalesce_streams=True,
    resources={"metadata": {"path": str(Path(source).resolve().parent)}},
)
status = 0
try:
    client.execute()
except CellExecutionError as error:
    # The cell's own outputs say what went wrong.
    status = 3
finally:
    nbformat.write(notebook, target)
sys.exit(status)
