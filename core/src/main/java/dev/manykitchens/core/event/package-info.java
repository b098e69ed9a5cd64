/// The one stream of events: timestamped facts about a run, emitted by whatever runs jobs (a thread
/// pool, worker JVMs, the simulation) and read by everything that people look at.
///
/// ```
/// pools, coordinator, simulator ──RunEvent──▶ EventSink ──▶ progress │ table │ CSV │ JSON │ report │ dashboard
/// ```
///
/// The events of small jobs travel in columns ([dev.manykitchens.core.event.JobColumns]): one event
/// for many jobs, so that watching does not slow what is watched. Start reading at
/// [dev.manykitchens.core.event.RunEvent].
@NullMarked
package dev.manykitchens.core.event;

import org.jspecify.annotations.NullMarked;
