/// What of a pool can be changed while it works: its levers.
///
/// ```
/// Change (8 stoves, kill w2, cancel batch 3) ──▶ PoolControls.make ──▶ the pool ──▶ PoolSettings, told in the stream of events
/// ```
///
/// A change is data, checked when it is made; a pool says which kinds of it are possible and makes
/// them between its jobs, without stopping any but those that are meant. Start reading at
/// [dev.manykitchens.core.control.Change].
@NullMarked
package dev.manykitchens.core.control;

import org.jspecify.annotations.NullMarked;
