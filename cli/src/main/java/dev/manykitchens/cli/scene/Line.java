package dev.manykitchens.cli.scene;

/// One promise beside what was measured.
///
/// @param label the pool, or what is looked at
/// @param promise what was said before
/// @param measured what came out
/// @param remark what else is worth saying, such as start-up times and PIDs; may be empty
public record Line(String label, Promise promise, Measured measured, String remark) {

    /// Whether the promise was kept.
    public boolean kept() {
        return promise.keptBy(measured);
    }

    /// Whether it was not kept and measuring again may be fair, because the machine may have been
    /// busy.
    boolean disturbed() {
        return !kept() && promise.dependsOnTime();
    }
}
