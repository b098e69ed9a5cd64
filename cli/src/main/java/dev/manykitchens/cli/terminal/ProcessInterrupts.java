package dev.manykitchens.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// Ctrl-C and a polite kill, as a JVM hears them: its shutdown begins, and waits for the hooks.
///
/// ```
/// signal ──▶ hook: stop() ──▶ wait for the watch to be closed, at most [#PATIENCE] ──▶ the JVM ends with 128 + signal
///                 └─▶ the command's thread: prints what there is, closes its watch, calls exit (which then never returns)
/// ```
final class ProcessInterrupts implements Interrupts {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final JvmEnd jvmEnd;

    /// @param jvmEnd tells whether it was the user who ended the JVM
    ProcessInterrupts(JvmEnd jvmEnd) {
        this.jvmEnd = jvmEnd;
    }

    @Override
    public Watch watch(Runnable stop) {
        return new HookWatch(stop);
    }

    @Override
    public Watch takeOver(IntConsumer onSignal) {
        return new SignalWatch(onSignal);
    }

    private final class SignalWatch implements Watch {

        private volatile boolean interrupted;

        private SignalWatch(IntConsumer onSignal) {
            jvmEnd.takeOver(number -> {
                interrupted = true;
                onSignal.accept(number);
            });
        }

        @Override
        public boolean interrupted() {
            return interrupted;
        }

        @Override
        public void close() {
            jvmEnd.takeOver(null);
        }
    }

    private final class HookWatch implements Watch {

        private final CountDownLatch lastWords = new CountDownLatch(1);
        private final Thread hook;
        private volatile boolean interrupted;

        private HookWatch(Runnable stop) {
            hook = Thread.ofPlatform().name("interrupted").unstarted(() -> end(stop));
            Runtime.getRuntime().addShutdownHook(hook);
        }

        @Override
        public boolean interrupted() {
            return interrupted;
        }

        @Override
        public void close() {
            lastWords.countDown();
            try {
                boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // The JVM is ending: the hook runs, or has run.
            }
        }

        private void end(Runnable stop) {
            if (jvmEnd.isForeign()) {
                return;
            }
            interrupted = true;
            LastCall.within(PATIENCE.plus(LastCall.PATIENCE), jvmEnd.signalCode());
            stop.run();
            try {
                if (!lastWords.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    System.err.printf(
                            "kitchen: what runs must end within %d s of an interrupt, did not: files that were to be written may be missing%n",
                            PATIENCE.toSeconds());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
