/// How fast a coordinator's journal is.
///
/// Start reading at [dev.manykitchens.benchmarks.journal.JournalSpeed].
@NullMarked
package dev.manykitchens.benchmarks.journal;

import org.jspecify.annotations.NullMarked;
