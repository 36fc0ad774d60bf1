"""No test reads the configuration of who runs it, or writes to that person's state."""

import os
import tempfile

HOME = tempfile.mkdtemp(prefix="httplogstats-tests-")
for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
    os.environ[name] = HOME
