/// Clusters of containers of the image `many-kitchens`: what only an engine shows.
@NullMarked
package dev.manykitchens.cli.container;

import org.jspecify.annotations.NullMarked;
