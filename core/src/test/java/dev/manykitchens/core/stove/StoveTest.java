package dev.manykitchens.core.stove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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
import java.util.SplittableRandom;
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

    @Test
    void moreStovesServeWhoeverWaitsAtOnce() throws Exception {
        StoveTurn holder = gil.turn();
        assertThat(holder.acquire()).isZero();
        List<TurnThread> cooks = waiting(gil, 3);

        gil.resize(3);

        cooks.get(0).awaitServed();
        cooks.get(1).awaitServed();
        assertThat(gil.waiting()).isEqualTo(1);
        assertThat(gil.count()).hasValue(3);
        gil.resize(4);
        cooks.get(2).awaitServed();
        for (TurnThread cook : cooks) {
            cook.leave();
        }
    }

    @Test
    void fewerStovesAreTakenFromWhoeverGivesOneBack() throws Exception {
        Stove three = Stove.of(StoveSpec.of(3), clock);
        List<StoveTurn> holders = List.of(three.turn(), three.turn(), three.turn());
        for (StoveTurn holder : holders) {
            assertThat(holder.acquire()).isZero();
        }
        TurnThread cook = waiting(three, 1).getFirst();

        three.resize(1);

        assertThat(holders).allMatch(StoveTurn::isHolding);
        holders.get(0).release();
        holders.get(1).release();
        assertThat(three.waiting()).as("two stoves are gone, the third is in use").isEqualTo(1);
        holders.get(2).release();
        cook.awaitServed();
        cook.leave();
        assertThat(holders.get(0).acquire()).isZero();
        TurnThread next = waiting(three, 1).getFirst();
        holders.get(0).release();
        next.leave();
    }

    /// Without a clock that goes on: what is one too many is not waited for.
    @Test
    void withASwitchIntervalHoldersGiveUpStovesAtTheirNextCheckpoint() throws Exception {
        gil.resize(3);
        List<TurnThread> cooks =
                List.of(
                        TurnThread.platform(gil),
                        TurnThread.platform(gil),
                        TurnThread.platform(gil));
        for (TurnThread cook : cooks) {
            cook.ask();
            cook.awaitServed();
        }

        gil.resize(1);

        FutureTask<Long> first = cooks.get(0).start(cooks.get(0).turn::yieldIfDue);
        awaitWaiting(gil, 1);
        FutureTask<Long> second = cooks.get(1).start(cooks.get(1).turn::yieldIfDue);
        awaitWaiting(gil, 2);
        assertThat(cooks.get(2).start(cooks.get(2).turn::yieldIfDue).get()).isZero();
        assertThat(cooks.get(2).turn.isHolding()).isTrue();
        cooks.get(2).leave();
        assertThat(first.get()).isZero();
        cooks.get(0).leave();
        assertThat(second.get()).isZero();
        cooks.get(1).leave();
    }

    @Test
    void theFirstLimitOfAStoveHoldsForTurnsFromThenOn() throws Exception {
        Stove free = Stove.of(StoveSpec.UNLIMITED, clock);
        StoveTurn before = free.turn();
        assertThat(before.acquire()).isZero();
        assertThat(free.count()).isEmpty();

        free.resize(1);

        assertThat(before.yieldIfDue()).isZero();
        StoveTurn holder = free.turn(before);
        assertThat(holder).isNotSameAs(before);
        assertThat(holder.acquire()).isZero();
        assertThat(holder.isHolding()).isTrue();
        TurnThread cook = waiting(free, 1).getFirst();
        before.release();
        assertThat(free.waiting()).as("what it never had it cannot give").isEqualTo(1);
        holder.release();
        cook.leave();
    }

    @Test
    void withoutALimitAnyMoreWhoeverWaitsComputesAndTheNextLimitKnowsWhatIsHeld() throws Exception {
        StoveTurn holder = gil.turn();
        assertThat(holder.acquire()).isZero();
        List<TurnThread> cooks = waiting(gil, 2);

        gil.removeLimit();

        for (TurnThread cook : cooks) {
            cook.awaitServed();
        }
        assertThat(gil.count()).isEmpty();
        assertThat(gil.waiting()).isZero();
        holder.release();
        assertThat(gil.turn(holder)).as("asks nobody any more").isNotSameAs(holder);

        gil.resize(2);

        assertThat(gil.count()).hasValue(2);
        TurnThread third = waiting(gil, 1).getFirst();
        cooks.get(0).leave();
        third.awaitServed();
        cooks.get(1).leave();
        third.leave();
        StoveTurn first = gil.turn();
        StoveTurn second = gil.turn();
        assertThat(List.of(first.acquire(), second.acquire())).containsOnly(0L);
        TurnThread last = waiting(gil, 1).getFirst();
        first.release();
        last.leave();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, StoveSpec.MOST + 1})
    void aStoveHasANumberOfPermitsThatMakesSense(int count) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gil.resize(count))
                .withMessage("stoves must be from 1 to 10000, was " + count);
    }

    /// A permit that got lost would let the last cooks wait for ever, one too many would let more
    /// hold than there are.
    @Test
    void noPermitGetsLostWhileTheirNumberChanges() throws Exception {
        Stove stove = Stove.of(StoveSpec.GIL);
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<FutureTask<Integer>> cooks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FutureTask<Integer> cook =
                    new FutureTask<>(() -> {
                        StoveTurn turn = stove.turn();
                        for (int round = 0; round < 2_000; round++) {
                            long _ = turn.acquire();
                            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                            atWork.decrementAndGet();
                            long _ = turn.yieldIfDue();
                            turn.release();
                        }
                        return 0;
                    });
            cooks.add(cook);
            Thread.ofPlatform().daemon().start(cook);
        }
        SplittableRandom random = new SplittableRandom(1);
        while (cooks.stream().anyMatch(cook -> !cook.isDone())) {
            stove.resize(1 + random.nextInt(4));
            Thread.onSpinWait();
        }
        for (FutureTask<Integer> cook : cooks) {
            assertThat(cook.get()).isZero();
        }

        stove.resize(2);

        assertThat(most.get()).isBetween(1, 4);
        StoveTurn first = stove.turn();
        StoveTurn second = stove.turn();
        assertThat(first.acquire()).isZero();
        assertThat(second.acquire()).isZero();
        TurnThread third = waiting(stove, 1).getFirst();
        first.release();
        third.leave();
    }

    /// So many who came one after the other and wait.
    private static List<TurnThread> waiting(Stove stove, int count) throws Exception {
        List<TurnThread> cooks = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            TurnThread cook = TurnThread.platform(stove);
            cooks.add(cook);
            cook.ask();
            awaitWaiting(stove, i);
        }
        return cooks;
    }

    private static void awaitWaiting(Stove stove, int count) {
        while (stove.waiting() != count) {
            Thread.onSpinWait();
        }
    }
}
