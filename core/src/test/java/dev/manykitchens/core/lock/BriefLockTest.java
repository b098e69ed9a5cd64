package dev.manykitchens.core.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class BriefLockTest {

    private static final int THREADS = 8;
    private static final int TIMES = 20_000;

    private final BriefLock lock = new BriefLock();
    private long counter;

    /// Without the lock some of the increments are lost, as `shared-till` shows.
    @Test
    void whatItGuardsIsChangedByOneThreadAtATime() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(
                    i % 2 == 0
                            ? Thread.ofPlatform().start(this::countUp)
                            : Thread.ofVirtual().start(this::countUp));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(counter).isEqualTo((long) THREADS * TIMES);
    }

    /// The reason for it: as many virtual threads as there are cores compute, others want the lock,
    /// and a platform thread still gets it.
    @Test
    void virtualThreadsThatStandStillKeepNobodyFromIt() throws InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Thread> threads = new ArrayList<>();
        boolean[] over = {false};
        lock.lock();
        for (int i = 0; i < 4 * cores; i++) {
            threads.add(Thread.ofVirtual().start(this::countUp));
        }
        for (int i = 0; i < 2 * cores; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                boolean goOn = true;
                                while (goOn) {
                                    lock.lock();
                                    goOn = !over[0];
                                    lock.unlock();
                                    for (int n = 0; n < 10_000; n++) {
                                        Thread.onSpinWait();
                                    }
                                }
                            }));
        }
        lock.unlock();

        for (int i = 0; i < 1_000; i++) {
            lock.lock();
            lock.unlock();
        }

        lock.lock();
        over[0] = true;
        lock.unlock();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(counter).isEqualTo(4L * cores * TIMES);
    }

    /// An interrupt neither ends the waiting nor is it swallowed.
    @Test
    void anInterruptIsKeptForWhoeverWantsIt() throws InterruptedException {
        lock.lock();
        boolean[] interrupted = {false};
        Thread waiter =
                Thread.ofPlatform()
                        .start(() -> {
                            lock.lock();
                            lock.unlock();
                            interrupted[0] = Thread.currentThread().isInterrupted();
                        });
        waiter.interrupt();
        lock.unlock();
        waiter.join();

        assertThat(interrupted[0]).isTrue();
    }

    private void countUp() {
        for (int i = 0; i < TIMES; i++) {
            lock.lock();
            counter++;
            lock.unlock();
        }
    }
}
