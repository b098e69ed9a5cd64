/// The heart of Many Kitchens: jobs, recipes, pools, dispatch rules, events and comparisons. No
/// network, no files.
///
/// ```
/// recipe ──▶ job.Batch ──▶ pool.Pool ──▶ job.Outcome
///                            │   ▲
///                            │   └── dispatch.Dispatcher decides, when jobs leave this JVM
///                            ▼
///                         event.RunEvent ──▶ measurement (rounds of one pool) ──▶ cost (break-even, threads)
///                                                 │                                │
///                                                 ├─▶ comparison (pools in turns) ◀┘ ─┐
///                                                 └─▶ load (jobs at their own times) ─┴─▶ scaling, advice ──▶ modules report, cli
/// ```
///
/// | package | what it holds |
/// |---|---|
/// | `value` | arguments and results, in packed columns |
/// | `name` | what a mistyped name probably meant |
/// | `recipe` | named job types as data: steps plus a result |
/// | `cookbook` | the recipes that come with the project |
/// | `job` | batches, options, outcomes |
/// | `cpu` | calibrated amounts of CPU work |
/// | `stove` | the permits to compute in one process |
/// | `resource` | named permits that jobs share |
/// | `lock` | the lock that platform and virtual threads can share |
/// | `attempt` | one try of a job: the interpreters of steps |
/// | `engine` | what gives threads to attempts |
/// | `pool` | pool specs, the pools inside this JVM |
/// | `dispatch` | the pure state machine behind worker JVMs |
/// | `journal` | what of dispatch must be written down to go on after a crash |
/// | `control` | what of a pool can be changed while it works |
/// | `event` | the one stream of events |
/// | `measurement` | one open pool, warmed up and run again and again, and what its events say |
/// | `cost` | from which size of job on a pool pays off, and what one more thread takes |
/// | `comparison` | the same jobs on several pools, in interleaved rounds, and what follows |
/// | `load` | jobs that keep coming at their own times, and whether a pool keeps up |
/// | `statistics` | how sure a figure from a few rounds is |
/// | `scaling` | laws fitted to the sizes measured, and what they foretell of others |
/// | `advice` | which of the pools to take |
///
/// Start reading at [dev.manykitchens.core.pool.Pool].
@NullMarked
package dev.manykitchens.core;

import org.jspecify.annotations.NullMarked;
