"""The native scanner, which is optional: without a C compiler the install succeeds and Python counts."""

from pathlib import Path

from setuptools import Extension, setup

NATIVE = Path("httplogstats/scan/native")

setup(
    ext_modules=[
        Extension(
            "httplogstats.scan._native",
            sources=sorted(str(path) for path in NATIVE.glob("*.c")),
            depends=sorted(str(path) for path in NATIVE.glob("*.h")),
            define_macros=[("Py_LIMITED_API", "0x030B0000")],
            extra_compile_args=[
                "-std=c11",
                "-D_POSIX_C_SOURCE=200809L",
                "-pthread",
                "-O3",
                "-fvisibility=hidden",
            ],
            extra_link_args=["-pthread"],
            py_limited_api=True,
            optional=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
