/// Threads that own what they touch: a loop with an inbox and timers, and one that tells others
/// what became of their jobs. Start reading at [dev.manykitchens.coordinator.loop.Loop].
@NullMarked
package dev.manykitchens.coordinator.loop;

import org.jspecify.annotations.NullMarked;
