package dev.manykitchens.worker;

import static java.lang.invoke.MethodType.methodType;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;

/// Signals from outside. The JVM's own answer to SIGTERM ends the process with exit code 143 and
/// cannot tell a second one from the first, so this uses the handlers that the JDK exports for that
/// purpose (`sun.misc.Signal`): by name, because the compiler warns of them and cannot be told not
/// to.
final class Signals {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /// Calls `onTerm` at each SIGTERM. SIGINT is ignored: Ctrl-C goes to every process of a
    /// terminal, and what it means for a worker is its parent's business.
    static void handle(Runnable onTerm) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run =
                    MethodHandles.publicLookup()
                            .findVirtual(Runnable.class, "run", methodType(void.class))
                            .bindTo(onTerm);
            Object term =
                    MethodHandleProxies.asInterfaceInstance(
                            handler, MethodHandles.dropArguments(run, 0, signal));
            Object ignore = handler.getField("SIG_IGN").get(null);
            var handle = signal.getMethod("handle", signal, handler);
            var named = signal.getConstructor(String.class);
            handle.invoke(null, named.newInstance("TERM"), term);
            handle.invoke(null, named.newInstance("INT"), ignore);
        } catch (ReflectiveOperationException e) {
            LOG.warn("signals cannot be handled: SIGTERM will end this worker at once", e);
        }
    }
}
