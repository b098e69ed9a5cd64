/// What the dispatcher and the simulator keep things in, of which there are many and which come and
/// go with every job.
///
/// ```
/// number ──▶ ByNumber ──▶ thing     no object for a number, none for an entry
/// first ◀──▶ Chain ◀──▶ last        each thing keeps its own place: for many rows of few
/// first ◀──▶ Lineup ◀──▶ last       each keeps the number of its place: for one row of many
/// ```
///
/// Nothing depends on the order of a hash: what has an order stands in a chain or lineup.
///
/// Start reading at [dev.manykitchens.core.collection.Chain].
@NullMarked
package dev.manykitchens.core.collection;

import org.jspecify.annotations.NullMarked;
