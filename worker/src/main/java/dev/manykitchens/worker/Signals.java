package dev.manykitchens.worker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

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
            Object term =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(), new Class<?>[] {handler}, calling(onTerm));
            Object ignore = handler.getField("SIG_IGN").get(null);
            var handle = signal.getMethod("handle", signal, handler);
            var named = signal.getConstructor(String.class);
            handle.invoke(null, named.newInstance("TERM"), term);
            handle.invoke(null, named.newInstance("INT"), ignore);
        } catch (ReflectiveOperationException e) {
            LOG.warn("signals cannot be handled: SIGTERM will end this worker at once", e);
        }
    }

    /// Nothing but `handle` is ever called.
    private static InvocationHandler calling(Runnable onTerm) {
        return (_, method, _) -> {
            if (method.getName().equals("handle")) {
                onTerm.run();
            }
            return null;
        };
    }
}
