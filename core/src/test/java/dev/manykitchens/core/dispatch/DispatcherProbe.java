package dev.manykitchens.core.dispatch;

/// Lets tests of other modules look into a dispatcher.
public final class DispatcherProbe {

    private DispatcherProbe() {}

    /// Checks every promise about its state.
    ///
    /// @throws InvariantBroken telling the broken one
    public static void verify(Dispatcher dispatcher) {
        dispatcher.verify();
    }

    /// Whether it keeps nothing: no batch, no lease, no worker.
    public static boolean isEmpty(Dispatcher dispatcher) {
        for (int size : dispatcher.sizes()) {
            if (size != 0) {
                return false;
            }
        }
        return true;
    }
}
