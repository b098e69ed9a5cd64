package dev.manykitchens.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

class DeliveriesTest {

    @Test
    void closingTellsWhatWasPostedBefore() {
        List<Integer> told = new CopyOnWriteArrayList<>();
        Deliveries deliveries = new Deliveries("test-delivery");
        deliveries.start();
        for (int i = 0; i < 3; i++) {
            int number = i;
            deliveries.post(() -> told.add(number));
        }

        deliveries.close();

        assertThat(told).containsExactly(0, 1, 2);
    }

    @Test
    void aListenerThatNeverReturnsKeepsNobodyFromClosing() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Deliveries deliveries = new Deliveries("test-delivery", Duration.ofMillis(50));
        deliveries.start();
        deliveries.post(() -> {
            entered.countDown();
            awaitUninterruptibly(never);
        });
        entered.await();

        deliveries.close();

        assertThat(never.getCount()).isEqualTo(1);
        never.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
