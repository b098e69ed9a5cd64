/// Files for machines and for later: a run as JSON, CSV or Markdown, and a log with one line a job.
///
/// ```
/// before the run   OutputFile.reserve(path) ── refuses at once what could not be written at the end
/// after the run    ComparisonResult ──▶ RunFile ──▶ JSON (RunFile.read gives it back)
///                                            ├────▶ CsvExport
///                                            └────▶ MarkdownExport
///                  all ──▶ OutputFile.commit ── the whole file or the old one, never half of it
/// kitchen recipes  RecipeListing, ScenarioListing ── what there is, as JSON
/// while it runs    MeasuredRound ──▶ JobLog; of kitchen run: events ──▶ LiveJobLog ──▶ JobLog ──▶ LoggedJobs of the next run
/// ```
///
/// All times are in seconds. What is not known is `null` in JSON and empty elsewhere. Start reading
/// at [dev.manykitchens.report.run.RunFile].
@NullMarked
package dev.manykitchens.report.export;

import org.jspecify.annotations.NullMarked;
