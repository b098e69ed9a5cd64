package dev.manykitchens.coordinator.python;

import org.junit.jupiter.api.Assumptions;

/// Skips tests, by name and with the reason, where there is no Python.
public final class NeedsPython {

    private NeedsPython() {}

    /// Skips the calling test when there is none.
    public static void assumePresent() {
        try {
            Python _ = Python.find();
        } catch (IllegalStateException e) {
            Assumptions.abort("needs Python: " + e.getMessage());
        }
    }

    /// Skips the calling test where threads of Python compute side by side, or there is one core.
    public static void assumeGilAndTwoCores() {
        assumePresent();
        Assumptions.assumeTrue(Python.find().gil(), "needs a Python with a GIL");
        Assumptions.assumeTrue(
                Runtime.getRuntime().availableProcessors() > 1, "needs two cores, has one");
    }
}
