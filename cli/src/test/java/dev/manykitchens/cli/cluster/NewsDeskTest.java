package dev.manykitchens.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

class NewsDeskTest {

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @Test
    void linesAreSaidInSequenceAndTheLastOnesBeforeItCloses() {
        try (NewsDesk desk = NewsDesk.open(said::add)) {
            for (int line = 0; line < 100; line++) {
                desk.say("line " + line);
            }
        }

        assertThat(said).hasSize(100).startsWith("line 0", "line 1").endsWith("line 99");
    }

    @Test
    void nobodyWaitsForATerminalThatTakesNothing() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        Semaphore goesOn = new Semaphore(0);
        try (NewsDesk desk =
                NewsDesk.open(line -> {
                    stopped.countDown();
                    goesOn.acquireUninterruptibly();
                    said.add(line);
                })) {
            desk.say("first");
            stopped.await();
            for (int line = 0; line < NewsDesk.MOST_WAITING + 7; line++) {
                desk.say("line " + line);
            }
            goesOn.release(2 * NewsDesk.MOST_WAITING);
        }

        assertThat(said)
                .hasSize(NewsDesk.MOST_WAITING + 2)
                .startsWith("first", "line 0")
                .endsWith(
                        "line " + (NewsDesk.MOST_WAITING - 1),
                        "7 lines were left out here, they came faster than they could be shown");
    }
}
