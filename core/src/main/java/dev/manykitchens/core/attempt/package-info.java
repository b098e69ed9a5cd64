/// Attempts and the interpreters that run them: one try of a job, from its first step to its
/// outcome. A third interpreter, in virtual time, is in the module simulator.
///
/// ```
///                       Attempt = recipe, arguments, options, job, try       cancel() from any thread
///                          │
///        ┌─────────────────┴──────────────────┐
///        ▼ blocking                           ▼ non-blocking
///   AttemptRunner.run                    LoopRunner: one event-loop thread, perhaps threads for computing
///   one thread from start to end           waits are timers, resources call back
///        └─────────────────┬──────────────────┘
///                          ▼
///   RunEnvironment: Stove (permits to compute), ResourceDesk (named permits), Watchdog (timeouts)
///                          │
///                          ▼
///                  Outcome, AttemptTimes
/// ```
///
/// What a job does to the thread that runs it:
/// - Whatever it throws is its outcome *failed*, `OutOfMemoryError` and `StackOverflowError` too.
/// - When its time is up, or it is cancelled, its thread is interrupted and its next checkpoint
///   throws. The interrupt never reaches the job after it.
/// - When it heeds neither within a second, the attempt is *abandoned*: stove and resources are
///   taken from it, its outcome is reported, its thread is given up, and what it may still produce
///   is ignored.
///
/// Start reading at [dev.manykitchens.core.attempt.AttemptRunner], then
/// [dev.manykitchens.core.attempt.Attempt].
@NullMarked
package dev.manykitchens.core.attempt;

import org.jspecify.annotations.NullMarked;
