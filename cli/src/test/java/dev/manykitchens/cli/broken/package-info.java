/// Classes that break the rules of `ArchitectureTest`, one for each rule, in packages named like
/// those of the modules.
@NullMarked
package dev.manykitchens.cli.broken;

import org.jspecify.annotations.NullMarked;
