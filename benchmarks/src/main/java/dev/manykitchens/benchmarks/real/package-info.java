/// Every scenario that comes with the program, for real and in virtual time: how far is the
/// simulation off?
///
/// ```
/// scenarios/*.yaml ──▶ Trial  its pools, its times scaled so that a run takes some seconds
///                       ├─▶ RealRuns       rounds or loads on open pools, in turns ─▶ Runs of each pool
///                       │     Neighbours   who else computed meanwhile
///                       └─▶ SimulatedRuns  the very same jobs, once                ─▶ seconds
///                                  ▼
///             Cell  one pool of one scenario ──▶ Errors, held against Bounds
///
/// Family  sizes of one kind of pool ──▶ HeldOut  what the others say about a size, and what it takes
/// ```
///
/// Start reading at [dev.manykitchens.benchmarks.real.RealSection].
@NullMarked
package dev.manykitchens.benchmarks.real;

import org.jspecify.annotations.NullMarked;
