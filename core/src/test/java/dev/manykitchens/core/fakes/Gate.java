package dev.manykitchens.core.fakes;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A latch with one bolt, whose waits end with an error when nobody opens it.
public final class Gate {

    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch latch = new CountDownLatch(1);

    /// Lets everyone pass, now and later.
    public void open() {
        latch.countDown();
    }

    /// Whether it was opened.
    public boolean isOpen() {
        return latch.getCount() == 0;
    }

    /// Waits until it is open.
    public void pass() throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody opened the gate within " + PATIENCE_SECONDS + " s");
        }
    }

    /// Waits until it is open, whoever interrupts: what a job does that heeds nothing.
    public void passStubbornly() {
        boolean open = false;
        while (!open) {
            try {
                pass();
                open = true;
            } catch (InterruptedException _) {
                // Stubborn.
            }
        }
    }
}
