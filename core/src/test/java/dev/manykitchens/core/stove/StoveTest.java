package dev.manykitchens.core.stove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.manykitchens.core.fakes.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

class StoveTest {

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private final ManualClock clock = new ManualClock();
    private final Stove gil = Stove.of(StoveSpec.GIL, clock);

    @Test
    void asManyHoldAsThereAreStoves() throws Exception {
        Stove two = Stove.of(StoveSpec.of(2), clock);
        StoveTurn first = two.turn();
        StoveTurn second = two.turn();

        assertThat(first.acquire()).isZero();
        assertThat(second.acquire()).isZero();
        TurnThread third = TurnThread.platform(two);
        third.ask();
        awaitWaiting(two, 1);
        second.release();

        third.awaitServed();
        assertThat(first.isHolding()).isTrue();
        assertThat(third.turn.isHolding()).isTrue();
        third.leave();
    }

    @ParameterizedTest
    @EnumSource(TurnThread.Kind.class)
    void whoWaitsLongestIsServedFirst(TurnThread.Kind kind) throws Exception {
        StoveTurn holder = gil.turn();
        assertThat(holder.acquire()).isZero();
        List<TurnThread> cooks = List.of(kind.at(gil), kind.at(gil), kind.at(gil));
        for (int i = 0; i < cooks.size(); i++) {
            cooks.get(i).ask();
            awaitWaiting(gil, i + 1);
        }

        holder.release();
        for (int i = 0; i < cooks.size(); i++) {
            cooks.get(i).awaitServed();
            assertThat(gil.waiting()).isEqualTo(cooks.size() - 1 - i);
            cooks.get(i).leave();
        }
    }

    @Test
    void theWaitIsMeasured() throws Exception {
        StoveTurn holder = gil.turn();
        assertThat(holder.acquire()).isZero();
        TurnThread cook = TurnThread.platform(gil);
        cook.ask();
        awaitWaiting(gil, 1);

        clock.advance(Duration.ofMillis(3));
        holder.release();

        assertThat(cook.awaitServed()).isEqualTo(Duration.ofMillis(3).toNanos());
        cook.leave();
    }

    @Test
    void aHolderKeepsItsStoveUntilTheIntervalIsOver() throws Exception {
        StoveTurn holder = gil.turn();
        assertThat(holder.acquire()).isZero();
        TurnThread cook = TurnThread.platform(gil);
        cook.ask();
        awaitWaiting(gil, 1);

        clock.advance(INTERVAL.minusNanos(1));

        assertThat(holder.yieldIfDue()).isZero();
        assertThat(holder.isHolding()).isTrue();
        holder.release();
        cook.leave();
    }

    /// Without the hand-over the holder could take its stove again before the waiter has woken, and
    /// the waiter would starve: the convoy that CPython cured with forced switching.
    @Test
    void afterTheIntervalTheOldestWaiterTakesOverAndTheHolderQueuesBehind() throws Exception {
        TurnThread holder = TurnThread.platform(gil);
        holder.ask();
        holder.awaitServed();
        TurnThread oldest = TurnThread.platform(gil);
        oldest.ask();
        awaitWaiting(gil, 1);
        TurnThread younger = TurnThread.platform(gil);
        younger.ask();
        awaitWaiting(gil, 2);

        clock.advance(INTERVAL);
        FutureTask<Long> yielding = holder.start(holder.turn::yieldIfDue);

        oldest.awaitServed();
        awaitWaiting(gil, 2);
        oldest.leave();
        younger.awaitServed();
        clock.advance(Duration.ofMillis(2));
        younger.leave();
        assertThat(yielding.get()).isEqualTo(Duration.ofMillis(2).toNanos());
        assertThat(holder.turn.isHolding()).isTrue();
        holder.leave();
    }

    @Test
    void aHolderThatHasJustTakenOverIsNotDueAtOnce() throws Exception {
        StoveTurn first = gil.turn();
        assertThat(first.acquire()).isZero();
        TurnThread second = TurnThread.platform(gil);
        second.ask();
        awaitWaiting(gil, 1);
        TurnThread third = TurnThread.platform(gil);
        third.ask();
        awaitWaiting(gil, 2);
        clock.advance(INTERVAL);
        first.release();
        second.awaitServed();

        // The third has waited for a whole interval, the second has held for none.
        assertThat(second.start(second.turn::yieldIfDue).get()).isZero();
        assertThat(second.turn.isHolding()).isTrue();
        second.leave();
        third.leave();
    }

    @Test
    void withoutAnIntervalTheHolderNeverYields() throws Exception {
        Stove one = Stove.of(StoveSpec.of(1), clock);
        StoveTurn holder = one.turn();
        assertThat(holder.acquire()).isZero();
        TurnThread cook = TurnThread.platform(one);
        cook.ask();
        awaitWaiting(one, 1);
        clock.advance(Duration.ofHours(1));

        assertThat(holder.yieldIfDue()).isZero();

        assertThat(holder.isHolding()).isTrue();
        holder.release();
        cook.leave();
    }

    @Test
    void theOldestWaiterIsNotOvertakenForLongerThanAnInterval() throws Exception {
        StoveTurn holder = gil.turn();
        assertThat(holder.acquire()).isZero();
        TurnThread patient = TurnThread.platform(gil);
        patient.ask();
        awaitWaiting(gil, 1);
        clock.advance(INTERVAL);

        holder.release();

        // It was given the stove by the release itself, before its thread could even wake up.
        assertThat(patient.turn.isHolding()).isTrue();
        patient.leave();
    }

    @ParameterizedTest
    @EnumSource(TurnThread.Kind.class)
    void aWaiterThatIsInterruptedLeavesTheQueue(TurnThread.Kind kind) throws Exception {
        StoveTurn holder = gil.turn();
        assertThat(holder.acquire()).isZero();
        TurnThread impatient = kind.at(gil);
        impatient.ask();
        awaitWaiting(gil, 1);

        impatient.interrupt();

        assertThat(impatient.failure()).isInstanceOf(InterruptedException.class);
        assertThat(gil.waiting()).isZero();
        assertThat(impatient.turn.isHolding()).isFalse();
        holder.release();
        StoveTurn next = gil.turn();
        assertThat(next.acquire()).isZero();
    }

    @Test
    void aRevokedStoveGoesToTheNextAndNeverComesBack() throws Exception {
        StoveTurn zombie = gil.turn();
        assertThat(zombie.acquire()).isZero();
        TurnThread cook = TurnThread.platform(gil);
        cook.ask();
        awaitWaiting(gil, 1);

        zombie.revoke();

        cook.awaitServed();
        zombie.release();
        assertThat(zombie.yieldIfDue()).isZero();
        assertThatIllegalStateException().isThrownBy(zombie::acquire);
        cook.leave();
        assertThat(gil.turn().acquire()).isZero();
    }

    @Test
    void aWaiterThatIsRevokedWakesUpWithAnError() throws Exception {
        StoveTurn holder = gil.turn();
        assertThat(holder.acquire()).isZero();
        TurnThread cook = TurnThread.platform(gil);
        cook.ask();
        awaitWaiting(gil, 1);

        cook.turn.revoke();

        assertThat(cook.failure()).isInstanceOf(IllegalStateException.class);
        assertThat(gil.waiting()).isZero();
        holder.release();
    }

    @Test
    void misuseIsAnError() throws Exception {
        StoveTurn turn = gil.turn();

        assertThatIllegalStateException()
                .isThrownBy(turn::release)
                .withMessage("to release, a turn must be HOLDING, was IDLE");
        assertThat(turn.acquire()).isZero();
        assertThatIllegalStateException()
                .isThrownBy(turn::acquire)
                .withMessage("to acquire, a turn must be IDLE, was HOLDING");
    }

    @Test
    void withoutALimitTurnsCostNothing() throws Exception {
        Stove free = Stove.of(StoveSpec.UNLIMITED);
        StoveTurn turn = free.turn();

        assertThat(turn.acquire()).isZero();
        assertThat(turn.acquire()).isZero();
        assertThat(turn.yieldIfDue()).isZero();
        turn.release();
        assertThat(free.turn()).isSameAs(turn);
    }

    /// Wake-ups that get lost, permits that are doubled: what only many threads show.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void underContentionNoMoreThanThePermitsHoldAndEveryoneGetsThrough(int permits)
            throws Exception {
        Stove stove =
                Stove.of(
                        new StoveSpec(
                                OptionalInt.of(permits), Optional.of(Duration.ofNanos(20_000))));
        AtomicInteger holding = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Runnable body = () -> cookOften(stove, holding, most, failures);
            threads.add(
                    i % 2 == 0 ? Thread.ofPlatform().start(body) : Thread.ofVirtual().start(body));
        }
        for (int i = 0; i < 200; i++) {
            threads.get(i % 8).interrupt();
            Thread.onSpinWait();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(most.get()).isBetween(1, permits);
        assertThat(stove.waiting()).isZero();
        for (int i = 0; i < permits; i++) {
            assertThat(stove.turn().acquire()).isZero();
        }
    }

    private static void cookOften(
            Stove stove, AtomicInteger holding, AtomicInteger most, Queue<Throwable> failures) {
        try {
            for (int i = 0; i < 3_000; i++) {
                cookOnce(stove.turn(), holding, most);
            }
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }

    private static void cookOnce(StoveTurn turn, AtomicInteger holding, AtomicInteger most) {
        try {
            long _ = turn.acquire();
            for (int i = 0; i < 3; i++) {
                most.accumulateAndGet(holding.incrementAndGet(), Math::max);
                holding.decrementAndGet();
                long _ = turn.yieldIfDue();
            }
        } catch (InterruptedException _) {
            // Then it holds nothing.
        }
        if (turn.isHolding()) {
            turn.release();
        }
    }

    private static void awaitWaiting(Stove stove, int count) {
        while (stove.waiting() != count) {
            Thread.onSpinWait();
        }
    }
}
