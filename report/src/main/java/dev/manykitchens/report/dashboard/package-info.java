/// The live dashboard: what its page is told.
///
/// ```
/// pool ──RunEvent──▶ PoolBoard ─┐                                      ┌─▶ EventStream ──▶ browser
/// pool ──RunEvent──▶ PoolBoard ─┼─▶ Sight ──▶ FrameMaker ──▶ FrameRing ┼─▶ EventStream ──▶ browser
///       bars, charts, news ─▶ Collected                                └─▶ …   each at its own pace
///       under one lock          every tenth of a second
/// ```
///
/// A page is told everything once (a snapshot) and then in numbered frames what changed. One that
/// comes back after a break names the last frame that it has and is told those after it; when they
/// are no longer kept, everything again. So there is never a gap nor a double, and a browser that
/// is slow or stuck costs nobody anything.
///
/// Who has the token may act ([DashboardActions]): change a pool through its
/// [dev.manykitchens.core.control.PoolControls], or have a scene or a scenario played ([Playbill]).
/// What comes of it is seen as everything else is: by the events of the pools.
///
/// The page itself, its style and its scripts are resources beside this package.
///
/// Start reading at [dev.manykitchens.report.dashboard.Dashboard], then
/// [dev.manykitchens.report.dashboard.Frame].
@NullMarked
package dev.manykitchens.report.dashboard;

import org.jspecify.annotations.NullMarked;
