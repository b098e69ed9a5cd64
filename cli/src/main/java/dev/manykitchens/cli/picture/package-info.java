/// A picture that many workers rendered, tinted by who rendered what.
///
/// ```
/// MandelbrotPicture.rows ──▶ render_tile jobs on any pool ──▶ results ─┐
///                                        events ──▶ SlotsOfJobs ──────┼─▶ TilePicture ──▶ PNG, legend
/// ```
///
/// Start reading at [dev.manykitchens.cli.picture.TilePicture].
@NullMarked
package dev.manykitchens.cli.picture;

import org.jspecify.annotations.NullMarked;
