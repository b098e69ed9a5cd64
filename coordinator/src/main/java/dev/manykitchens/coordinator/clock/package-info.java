/// The clock of another process, as far as it can be known from messages. Start reading at
/// [dev.manykitchens.coordinator.clock.ClockAlignment].
@NullMarked
package dev.manykitchens.coordinator.clock;

import org.jspecify.annotations.NullMarked;
