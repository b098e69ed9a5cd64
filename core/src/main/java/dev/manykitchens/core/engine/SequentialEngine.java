package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.RunEnvironment;

import java.util.concurrent.CountDownLatch;

/// The caller's thread; callers take turns, the most urgent first. Interrupting a caller cancels
/// its source.
///
/// Where attempts have a time limit, the caller waits for a thread that stands in for it: a thread
/// that is stuck in an attempt can then be given up, which a caller's own cannot. Without a limit,
/// an attempt that was cancelled and does not stop keeps its caller until it does.
final class SequentialEngine implements Engine {

    private final EngineThreads threads;
    private final AttemptRunner runner;
    private final CallerTurns turns = new CallerTurns();
    private volatile Runnable standIn = () -> {};

    SequentialEngine(String name, RunEnvironment environment) {
        this.threads = new EngineThreads(name);
        this.runner = new AttemptRunner(environment);
    }

    @Override
    public void run(AttemptSource source) {
        turns.begin(source.priority());
        try {
            if (source.isTimed()) {
                runOnStandIn(source);
            } else {
                runHere(source);
            }
        } finally {
            turns.end();
        }
    }

    private void runHere(AttemptSource source) {
        boolean interrupted = Thread.interrupted();
        if (interrupted) {
            source.cancel();
        }
        boolean more = true;
        for (Share share = source.share(); more; ) {
            Share used = share;
            try {
                more = used.run(runner);
            } catch (AttemptAbandonedException _) {
                // Cancelled and back at last: the outcome was reported, the thread is the caller's
                // own.
                share = source.share();
            }
            if (!interrupted && used.wasInterruptedFromOutside()) {
                interrupted = true;
                source.cancel();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnStandIn(AttemptSource source) {
        CountDownLatch done = new CountDownLatch(1);
        standIn = () -> standIn(source, done);
        threads.newThread(standIn).start();
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
                source.cancel();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void standIn(AttemptSource source, CountDownLatch done) {
        boolean more = true;
        for (Share share = source.share(); more; ) {
            try {
                more = share.run(runner);
            } catch (AttemptAbandonedException _) {
                if (threads.comeBack()) {
                    return;
                }
                share = source.share();
            }
        }
        done.countDown();
    }

    @Override
    public void threadLost(Thread thread, AttemptSource source) {
        if (source.isTimed() && threads.lose(thread)) {
            threads.newThread(standIn).start();
        }
    }

    @Override
    public void close() {
        threads.joinAll();
    }
}
