package dev.manykitchens.cli.terminal;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.IntConsumer;

/// The signals that end a JVM, through the handlers that the JDK exports for that purpose
/// (`sun.misc.Signal`): by name, because the compiler warns of them and cannot be told not to.
final class Signals {

    private static final int HANGUP = 1;
    private static final int INTERRUPT = 2;
    private static final int TERMINATE = 15;

    private Signals() {}

    /// Calls this with the signal's number, on a thread of its own, when one arrives. A signal that
    /// was ignored when the JVM started stays ignored.
    ///
    /// @return whether they are heard
    static boolean handle(IntConsumer onSignal) {
        try {
            handle("INT", INTERRUPT, onSignal);
            handle("TERM", TERMINATE, onSignal);
        } catch (ReflectiveOperationException _) {
            return false;
        }
        try {
            handle("HUP", HANGUP, onSignal);
        } catch (InvocationTargetException _) {
            // There is none on Windows.
        } catch (ReflectiveOperationException _) {
            return false;
        }
        return true;
    }

    private static void handle(String name, int number, IntConsumer onSignal)
            throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        MethodHandle call =
                MethodHandles.publicLookup()
                        .findVirtual(
                                IntConsumer.class, "accept", methodType(void.class, int.class));
        MethodHandle told = MethodHandles.insertArguments(call, 0, onSignal, number);
        Object handling =
                MethodHandleProxies.asInterfaceInstance(
                        handler, MethodHandles.dropArguments(told, 0, signal));
        Method handle = signal.getMethod("handle", signal, handler);
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
    }
}
