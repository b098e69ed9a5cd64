/// Fakes that the tests of all modules share: a clock moved by hand, a sink and a listener that
/// remember, a recipe made of lambdas, a pool that follows a script.
@NullMarked
package dev.manykitchens.core.fakes;

import org.jspecify.annotations.NullMarked;
