/// A run as one HTML file that needs nothing else.
///
/// ```
/// RunFile ──▶ VerdictSection     what to take, first
///         ──▶ RankingSection ─┐
///         ──▶ LoadSection     │
///         ──▶ ScalingSection  ├─ Scale, Axis, Svg ──▶ drawings of any width
///         ──▶ SplitSection    │  Part                 one colour for each part of a response time
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
