/// All that people look at: tables, words, files, progress.
///
/// ```
/// core.event.RunEvent ──▶ summary.RunSummary ──▶ progress (a bar with the time left, on terminals)
/// core.comparison.ComparisonResult ──┬─▶ text   tables, verdict, advice, cautions: sentences
///           core.load.LoadResult ────┴─▶ run    RunFile: all of it as one value ──▶ JSON, and back
///                                                   │
///                       ┌───────────┬───────────────┼──────────────┐
///                       ▼           ▼               ▼              ▼
///                     html        bars    export (CSV, Markdown)  diff (two of them)
/// core.measurement.MeasuredRound ──────▶ export  job log, one line a job
/// core.cluster.ClusterView, RunEvents ─▶ metrics  time series of a coordinator ──▶ http
/// core.cluster.ClusterView ────────────▶ cluster  table, screen, JSON
/// ```
///
/// | package | what it holds |
/// |---|---|
/// | `text` | figures, tables and sentences for a terminal of any width |
/// | `summary` | counts of a run that is going on, folded from its events |
/// | `progress` | the bar and the time left |
/// | `run` | a run as one value, written to JSON and read back |
/// | `json` | how records become JSON |
/// | `bars` | bars for terminals |
/// | `html` | a run as one HTML file |
/// | `diff` | two runs against each other |
/// | `metrics` | a cluster's figures for Prometheus |
/// | `cluster` | a running cluster as a table, a live screen, JSON |
/// | `history` | runs that were kept, listed, opened, compared |
/// | `dashboard` | pools as they go on, for a page in a browser |
/// | `http` | a web server for pages |
/// | `export` | files, whole or not at all |
/// | `measured` | times that were measured, read back from CSV and job logs |
///
/// Start reading at [dev.manykitchens.report.text.ComparisonTable].
@NullMarked
package dev.manykitchens.report;

import org.jspecify.annotations.NullMarked;
