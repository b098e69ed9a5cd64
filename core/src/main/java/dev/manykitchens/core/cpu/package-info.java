/// Calibrated amounts of CPU work: what "50 ms of computing" means when it must not be a loop that
/// watches the clock.
///
/// ```
/// CpuWork.calibration()   once a JVM: how many units one second of thread CPU time holds
///        │
///        ▼
/// Calibration.unitsFor(50ms) ──▶ CpuWork.burn(units, checkpoint)   the same units, however busy the core is
/// ```
///
/// A busy loop that watches the wall clock is "done" after 50 ms on a shared core too, and so shows
/// a speed-up that is not there. A fixed number of units takes as much CPU time on a shared core
/// and longer on the wall. Start reading at [dev.manykitchens.core.cpu.CpuWork].
@NullMarked
package dev.manykitchens.core.cpu;

import org.jspecify.annotations.NullMarked;
