/// Arguments and results: typed values, kept in packed columns so that a million small jobs stay
/// small.
///
/// ```
/// Value  one integer of any size, real, text or bytes (or nothing)
///   └── Column   many values of one type, primitive arrays where they fit
///         └── Columns   one column a parameter, one row a job
///               └── Row   a view of one job's arguments
/// ```
///
/// Start reading at [dev.manykitchens.core.value.Value].
@NullMarked
package dev.manykitchens.core.value;

import org.jspecify.annotations.NullMarked;
