"""The API process as it is really started."""

import subprocess
import sys


def test_the_api_process_never_imports_torch() -> None:
    code = "import sys, app.processes.api; sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
