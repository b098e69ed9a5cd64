/// This machine and its processes, read through OSHI.
///
/// Start reading at [dev.manykitchens.cli.host.Host].
@NullMarked
package dev.manykitchens.cli.host;

import org.jspecify.annotations.NullMarked;
