/// A cluster for people: as a table, as a screen that is drawn again and again, as JSON.
///
/// ```
/// ClusterView ──────────────┬──▶ StatusTable   `kitchen status`
///                           └──▶ StatusJson    `kitchen status --json`
/// ClusterView before, now ──▶ Change ──▶ TopScreen   `kitchen top`, a frame
///                             rates      └ ScreenLine  cut to the width, then coloured
/// ```
///
/// All are functions of their arguments: no clock, no terminal. Names of workers, hosts and recipes
/// come from others and are escaped.
///
/// Start reading at [dev.manykitchens.report.cluster.StatusTable].
@NullMarked
package dev.manykitchens.report.cluster;

import org.jspecify.annotations.NullMarked;
