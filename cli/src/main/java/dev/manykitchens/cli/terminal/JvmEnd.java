package dev.manykitchens.cli.terminal;

import org.jspecify.annotations.Nullable;

import java.util.function.IntConsumer;

/// Tells who ends this JVM: the command itself, with [#exit]; the user, with a signal; or else
/// somebody who called `System.exit` in here, which only a recipe can have done. Thread-safe.
///
/// ```
/// exit ────▶ orderly ────┐
/// signal ──▶ signalled ──┴──▶ hooks run, and the JVM ends with the code that was asked for
///   └──▶ whoever has taken signals over
/// neither ──────────────────▶ one line, and the JVM ends with 1 at once: the jobs have no outcome
/// ```
public final class JvmEnd {

    private static final int FAILED = 1;
    private static final int SIGNAL_CODES = 128;

    /// Wipes what may be drawn on the last line of a terminal.
    private static final String WIPE = "\r\u001b[K";

    private final Terminal terminal;

    private volatile boolean orderly;
    private volatile boolean signalled;

    /// Which signal ends it; 0: none, or it is not known.
    private volatile int signal;

    /// What a signal means instead of the end; null: the end.
    private volatile @Nullable IntConsumer takenOver;

    private JvmEnd(Terminal terminal) {
        this.terminal = terminal;
    }

    /// From now on knows why the JVM ends. Called once.
    ///
    /// @param terminal where it is said
    public static JvmEnd watch(Terminal terminal) {
        JvmEnd end = new JvmEnd(terminal);
        // Where signals cannot be heard, as with -Xrs, nothing tells them from a call: then every
        // end counts as the user's.
        end.signalled = !Signals.handle(end::signalled);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("jvm-end").unstarted(end::ending));
        return end;
    }

    /// Ends the JVM because the command has ended.
    public void exit(int exitCode) {
        orderly = true;
        System.exit(exitCode);
    }

    /// From now on signals go there and end nothing; null: they end the JVM again.
    void takeOver(@Nullable IntConsumer onSignal) {
        takenOver = onSignal;
    }

    /// Whether it ends, or would end now, through somebody else's call.
    boolean isForeign() {
        return !orderly && !signalled;
    }

    /// With which code it ends because of a signal: as a shell says it, that of Ctrl-C where it is
    /// not known which.
    int signalCode() {
        return SIGNAL_CODES + (signal == 0 ? Interrupts.INTERRUPT : signal);
    }

    /// What the JVM does by itself where nobody handles the signal.
    private void signalled(int number) {
        IntConsumer instead = takenOver;
        if (instead != null) {
            instead.accept(number);
            return;
        }
        signal = number;
        signalled = true;
        System.exit(SIGNAL_CODES + number);
    }

    private void ending() {
        if (isForeign()) {
            System.err.println(
                    (terminal.errWidth().isPresent() ? WIPE : "")
                            + "kitchen: a recipe must leave its JVM alive, one ended this JVM, with System.exit or so; a pool processes:N contains such jobs, in worker JVMs that are replaced");
            Runtime.getRuntime().halt(FAILED);
        }
    }
}
