@NullMarked
package dev.manykitchens.coordinator;

import org.jspecify.annotations.NullMarked;
