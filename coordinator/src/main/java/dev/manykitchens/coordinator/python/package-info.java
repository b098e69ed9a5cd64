/// CPython as a worker: the same jobs in real Python, so that the real GIL stands beside `+gil`.
///
/// ```
///  dispatcher's commands                                   python3, our program (many_kitchens.py)
///        │                                                 ┌──────────────────────────────────────┐
///        ▼                                                 │ python-threads    ThreadPoolExecutor │
///   PythonLink ─Assignments─▶ PythonProcess ══ stdin ════▶ │ python-processes  ProcessPoolExecutor│
///                                │    ▲                    │ python-asyncio    one event loop     │
///   WorkerListener ◀──Answers────┘    └══ stdout ═════════ │   steps, then the recipe's twin      │
///                                                          └──────────────────────────────────────┘
/// ```
///
/// To the dispatcher a pool of Python is one worker with many threads; credits, leases, heartbeats
/// and replacement are those of worker JVMs, spoken in lines of JSON. Steps are flattened and
/// random numbers drawn here; calibrated work is an amount that Python measures for itself.
///
/// Python ends when its standard input does, and its processes when it does. It needs nothing but
/// its standard library. Start reading at [dev.manykitchens.coordinator.python.PythonWorkforce],
/// then the program's own first lines.
@NullMarked
package dev.manykitchens.coordinator.python;

import org.jspecify.annotations.NullMarked;
