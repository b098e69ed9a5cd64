package dev.manykitchens.benchmarks.dispatch;

/// One thing that was measured.
///
/// @param section the section's name
/// @param what was measured; and, behind a semicolon, the yardstick
/// @param ours our figure, with its unit
/// @param yardstick the other one, with its unit
/// @param ratio ours over the yardstick's, round by round
/// @param bound what it should be
record Finding(
        String section, String what, String ours, String yardstick, Spread ratio, Bound bound) {

    boolean holds() {
        return bound.isKept(ratio);
    }
}
