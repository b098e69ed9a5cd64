/// Worker processes on this machine: started, watched, replaced, ended.
///
/// ```
///              Workforce: worker JVMs (or Python: package python)
///                  │     JvmStarter, WorkerCommand   which java, which flags, WorkerClassPath,
///                  │         │                       and which archive of classes: ClassArchives
///                  ▼         │
/// WorkerFleet ──start──▶ WorkerProcess ═══ worker JVM      settings go in on its standard input
///   │  ▲                   │    └─ LastWords               what it prints is passed on and its end is kept
///   │  └──── ExitReport ───┘                               exit code or signal
///   │
///   ├─ ReplacementPolicy   (of core.dispatch) at once, later, or never again
///   └─ FleetListener       gone, with last words; no worker can be had any more
/// ```
///
/// A worker JVM is ended by being asked to over its stream (not from here), by being killed, or by
/// itself when its stream or its parent is gone. Start reading at
/// [dev.manykitchens.coordinator.spawn.WorkerFleet].
@NullMarked
package dev.manykitchens.coordinator.spawn;

import org.jspecify.annotations.NullMarked;
