package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.loop.Loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// The loop on which the dispatcher is fed, the timer that wakes it when it wants to be, and jobs
/// that were submitted one by one and wait to be taken. Confined to the loop, where nothing else is
/// said.
final class DispatchLoop {

    private static final Logger LOG = LoggerFactory.getLogger(DispatchLoop.class);

    private final Loop loop;
    private final DispatchDriver driver;
    private long armedFor = Long.MAX_VALUE;
    private final Deque<Runnable> takes = new ArrayDeque<>();

    DispatchLoop(Loop loop, DispatchDriver driver) {
        this.loop = loop;
        this.driver = driver;
    }

    /// Runs something on the loop and sees to it that the dispatcher is woken when it wants to be.
    /// Any thread.
    void run(Runnable action) {
        loop.post(() -> {
            action.run();
            settle();
        });
    }

    /// Calls this once every admitted job that was started was given to a worker. Any thread.
    void takeSoon(Runnable take) {
        run(() -> takes.add(take));
    }

    /// After whatever may have given the dispatcher something to do. Jobs that were submitted one
    /// by one are taken once all those before them were given out: what is gathered meanwhile goes
    /// in one message.
    void settle() {
        if (!takes.isEmpty() && driver.wantsGathered()) {
            // Jobs of several recipes that were gathered together go out together.
            for (int left = takes.size(); left > 0; left--) {
                takes.remove().run();
            }
        }
        armTick();
    }

    /// Takes what waits, where every job is refused by now.
    void refuseGathered() {
        for (Runnable take = takes.poll(); take != null; take = takes.poll()) {
            try {
                take.run();
            } catch (RuntimeException e) {
                LOG.debug("gathered jobs could not be refused", e);
            }
        }
    }

    /// Sets a timer for the dispatcher's wish to be woken. Timers are never taken back: one that
    /// was overtaken by an earlier one does nothing when it fires.
    private void armTick() {
        long wakeAt = driver.wakeAt();
        if (armedFor <= wakeAt) {
            return;
        }
        armedFor = wakeAt;
        loop.schedule(Duration.ofNanos(Math.max(0, wakeAt - loop.now())), () -> tick(wakeAt));
    }

    private void tick(long wakeAt) {
        if (armedFor == wakeAt) {
            armedFor = Long.MAX_VALUE;
            driver.tick();
            settle();
        }
    }
}
