/// The live dashboard of a command that runs pools itself.
///
/// ```
/// --dashboard ──▶ DashboardOption ──▶ LiveDashboard ── a tee into the events of every pool ──▶ report.dashboard
///                                          └── serves the page while the command runs (report.http)
/// ```
@NullMarked
package dev.manykitchens.cli.dashboard;

import org.jspecify.annotations.NullMarked;
