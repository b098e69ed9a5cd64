/// A run as one HTML file that needs nothing else.
///
/// ```
/// RunFile ──▶ VerdictSection     what to take, first
///         ──▶ RankingSection ─┐
///         ──▶ LoadSection     │
///         ──▶ ScalingSection  ├─ Scale, Axis, Svg ──▶ drawings of any width
///         ──▶ SplitSection    │                       one colour for each run.SplitPart
///         ──▶ TimelineSection │
///         ──▶ ResponseSection ┘
///         ──▶ MemorySection, PlainSections
///                  │ each an Optional of Section: what a run does not know is left out
///                  ▼
///             HtmlReport + report.css ──▶ the file
/// ```
///
/// Text from a run reaches the page through j2html alone, which escapes it. Start reading at
/// [dev.manykitchens.report.html.HtmlReport].
@NullMarked
package dev.manykitchens.report.html;

import org.jspecify.annotations.NullMarked;
