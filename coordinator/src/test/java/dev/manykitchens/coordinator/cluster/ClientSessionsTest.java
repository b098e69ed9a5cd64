package dev.manykitchens.coordinator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.journal.MemoryJournal;
import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.coordinator.link.BatchTerms;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientMessage;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Clients that go and come back, of a coordinator with a journal.
class ClientSessionsTest {

    private static final BatchTerms WAITS = new BatchTerms(BatchKey.NONE, false, true);
    private static final BatchTerms KEYED = keyed("0af");
    private static final BatchTerms DETACHED = new BatchTerms(BatchKey.NONE, true, true);

    private final MemoryJournal journal = new MemoryJournal();
    private FakeCluster cluster = new FakeCluster(Optional.of(journal));
    private Followers followers = new Followers(journal, Runnable::run, Runnable::run);
    private ClusterClients clients =
            new ClusterClients(cluster, new ArgumentRoom(1_000_000), Optional.of(followers));

    @Test
    void whoComesBackHearsWhatItLacksAndNothingElse() {
        FakeClientLink first = join("s");
        long our = run(first, 1, WAITS);
        cluster.succeed(our, 0, 10);
        cut(first);
        cluster.succeed(our, 1, 20);

        FakeClientLink second = join("s");
        announce(second, 1, WAITS, 0);

        assertThat(second.told)
                .containsExactly("welcome", "accept 1 resumed " + our, "succeeded 1 1+1");
        cluster.succeed(our, 2, 30);
        cluster.finish(our);
        followers.cameToDisk(our);
        assertThat(second.told).endsWith("succeeded 1 2+1", "finished 1");
        clients.said(second, new ClientMessage.Taken(1), cluster.now());
        assertThat(cluster.forgotten).containsExactly(our);
        assertThat(cluster.closed).isEmpty();
    }

    @Test
    void whoDoesNotComeBackInTimeIsClosedAndWhatItHasNotTakenIsForgotten() {
        FakeClientLink client = join("s");
        long finished = run(client, 1, WAITS);
        long open = run(client, 2, WAITS);
        cluster.finish(finished);
        assertThat(cluster.forgotten).isEmpty();
        cut(client);

        cluster.pass(ClientSessions.COME_BACK.minusMillis(1));
        assertThat(cluster.closed).isEmpty();
        cluster.pass(Duration.ofMillis(1));

        assertThat(cluster.closed).hasSize(1);
        assertThat(cluster.forgotten).containsExactly(finished);
        cluster.finish(open);
        assertThat(cluster.forgotten).containsExactly(finished, open);
    }

    @Test
    void whoComesBackTwiceHasItsTimeEachTime() {
        FakeClientLink client = join("s");
        long _ = run(client, 1, WAITS);
        cut(client);
        cluster.pass(ClientSessions.COME_BACK.minusSeconds(1));
        cut(join("s"));

        cluster.pass(ClientSessions.COME_BACK.minusSeconds(1));

        assertThat(cluster.closed).isEmpty();
        cluster.pass(Duration.ofSeconds(1));
        assertThat(cluster.closed).hasSize(1);
    }

    @Test
    void nothingIsGivenOutForWhoIsBehindUntilItTakesMoreOrItsStreamEnds() {
        FakeClientLink first = join("s");
        long _ = run(first, 1, WAITS);
        long _ = run(first, 2, DETACHED);
        first.ready = false;
        clients.paceChanged(first);
        clients.paceChanged(first);
        assertThat(cluster.paused).as("its own session's, not the batch's").hasSize(1);

        first.ready = true;
        clients.paceChanged(first);
        clients.paceChanged(first);
        assertThat(cluster.paused).isEmpty();

        first.ready = false;
        clients.paceChanged(first);
        cut(first);
        clients.paceChanged(first);
        assertThat(cluster.paused).as("it may come back").isEmpty();
        assertThat(cluster.closed).isEmpty();
    }

    @Test
    void whoTakesASessionOverIsNotBehindBecauseTheOneBeforeWas() {
        FakeClientLink first = join("s");
        long _ = run(first, 1, WAITS);
        first.ready = false;
        clients.paceChanged(first);

        FakeClientLink second = join("s");

        assertThat(cluster.paused).isEmpty();
        second.ready = false;
        clients.paceChanged(second);
        assertThat(cluster.paused).hasSize(1);
        clients.paceChanged(first);
        assertThat(cluster.paused).hasSize(1);
    }

    @Test
    void anotherStreamOfASessionEndsTheOneBeforeAndItsBatchesSurviveBoth() {
        FakeClientLink first = join("s");
        FakeClientLink second = join("s");
        assertThat(first.told).endsWith("abort the same client opened another stream");

        long our = run(second, 1, WAITS);
        // That the first has ended is noticed late.
        clients.ended(first, Optional.of("reset"));
        FakeClientLink third = join("s");
        announce(third, 1, WAITS);

        assertThat(second.told).endsWith("abort the same client opened another stream");
        assertThat(third.told).containsExactly("welcome", "accept 1 resumed " + our);
    }

    @Test
    void aClientThatHadNoBatchesWhenItsStreamWasTakenOverIsOneThatCanComeBack() {
        FakeClientLink first = join("s");
        FakeClientLink second = join("s");
        long our = run(second, 1, WAITS);
        cut(second);

        FakeClientLink third = join("s");
        announce(third, 1, WAITS);

        assertThat(third.told).containsExactly("welcome", "accept 1 resumed " + our);
        assertThat(first.told).hasSize(2);
        assertThat(cluster.running).containsOnlyKeys(our);
    }

    @Test
    void aKeyIsOneBatchWhoeverHandsItIn() {
        FakeClientLink owner = join("s");
        long our = run(owner, 1, KEYED);
        assertThat(owner.told).contains("kept 1 " + our);
        FakeClientLink other = join("another");

        announce(other, 7, KEYED);
        cluster.succeed(our, 0, 10, 20, 30);
        cluster.finish(our);
        followers.cameToDisk(our);

        assertThat(other.told)
                .containsExactly(
                        "welcome", "accept 7 resumed " + our, "succeeded 7 0+3", "finished 7");
        assertThat(cluster.forgotten).isEmpty();
        // Neither of them can make it be forgotten, as long as it has its key.
        clients.said(other, new ClientMessage.Taken(7), cluster.now());
        clients.said(owner, new ClientMessage.Taken(1), cluster.now());
        assertThat(cluster.forgotten).isEmpty();
    }

    @Test
    void aKeyIsOfOneWorkAlone() {
        FakeClientLink owner = join("s");
        long our = run(owner, 1, KEYED);
        // Announced before the owner's has come, and whole afterwards.
        FakeClientLink other = join("another");
        BatchTerms otherWork = keyed("0b5");
        String refusal =
                "the key \"night\" must be that of one batch, is that of batch %d already, which has another recipe, other options or other arguments; use another key"
                        .formatted(our);

        announce(other, 7, otherWork);
        announce(other, 8, KEYED);
        announce(other, 9, keyed(""));

        assertThat(other.told)
                .containsExactly(
                        "welcome",
                        "refuse 7 failed: " + refusal,
                        "accept 8 resumed " + our,
                        "accept 9 resumed " + our);
        assertThat(cluster.running).containsOnlyKeys(our);
        restart();
        FakeClientLink later = join("later");
        announce(later, 7, otherWork);
        assertThat(later.told).containsExactly("welcome", "refuse 7 failed: " + refusal);
    }

    @Test
    void ofTwoThatComeWithOneKeyAndOtherWorkTheSecondIsRefused() {
        FakeClientLink owner = join("s");
        FakeClientLink other = join("another");
        BatchTerms otherWork = keyed("0b5");
        announce(owner, 1, KEYED);
        announce(other, 7, otherWork);
        came(owner, 1, KEYED);

        came(other, 7, otherWork);

        assertThat(other.told)
                .contains("accept 7", "ended 7 FAILED 0+3", "finished 7")
                .doesNotContain("kept 7 1");
        assertThat(cluster.running).hasSize(1);
    }

    @Test
    void aKeyIsFreeAgainWhenItsBatchIsKeptNoLonger() {
        FakeClientLink owner = join("s");
        long our = run(owner, 1, KEYED);
        cluster.finish(our);

        clients.expire(List.of(our));

        assertThat(cluster.forgotten).containsExactly(our);
        assertThat(run(join("another"), 7, KEYED)).isNotEqualTo(our);
        clients.said(owner, new ClientMessage.Taken(1), cluster.now());
        assertThat(cluster.forgotten).as("forgotten once").containsExactly(our);
    }

    @Test
    void whoJoinsABatchByItsKeyMayCancelIt() {
        FakeClientLink owner = join("s");
        long our = run(owner, 1, KEYED);
        FakeClientLink other = join("another");
        announce(other, 7, KEYED);

        clients.said(other, new ClientMessage.Unwanted(7, List.of()), cluster.now());

        assertThat(cluster.running).doesNotContainKey(our);
    }

    @Test
    void aNumberThatWasThatOfABatchWhichOutlivesItsClientIsThatOfAnotherBatch() {
        FakeClientLink client = join("s");
        long outlives = run(client, 1, DETACHED);
        long our = run(client, 1, WAITS);

        cluster.finish(outlives);

        assertThat(client.told).doesNotContain("finished 1");
        cluster.finish(our);
        assertThat(client.told).endsWith("finished 1");
    }

    @Test
    void whoGoesBeforeItIsToldOfABatchWithItsKeyIsNotFollowedByAnything() {
        FakeClientLink owner = join("s");
        long _ = run(owner, 1, KEYED);
        FakeClientLink other = join("another");
        cluster.beSlow();
        announce(other, 7, KEYED);

        clients.ended(other, Optional.of("reset"));
        cluster.catchUp();

        assertThat(other.told).doesNotContain("accept 7 resumed 101");
        assertThat(followers.size()).isZero();
    }

    @Test
    void aBatchThatIsWithdrawnWhileItIsJoinedIsEndedOnceAndGoesOnForItsOwner() {
        FakeClientLink owner = join("s");
        long our = run(owner, 1, KEYED);
        FakeClientLink other = join("another");
        announce(other, 7, KEYED);

        clients.said(other, new ClientMessage.Withdrawn(7, 3), cluster.now());
        cluster.succeed(our, 0, 10, 20, 30);
        followers.cameToDisk(our);

        assertThat(other.told)
                .containsExactly(
                        "welcome",
                        "accept 7 resumed " + our,
                        "ended 7 CANCELLED 0+3",
                        "finished 7");
        assertThat(cluster.running).containsKey(our);
    }

    @Test
    void aBatchThatOutlivesItsClientSurvivesItAndClosesItsOwnSessionWhenItIsFinished() {
        FakeClientLink client = join("s");
        long our = run(client, 1, DETACHED);
        assertThat(client.told).contains("kept 1 " + our);

        clients.ended(client, Optional.empty());

        assertThat(cluster.closed).as("the client's").hasSize(1);
        assertThat(cluster.running).containsKey(our);
        cluster.finish(our);
        assertThat(cluster.closed).as("and the batch's").hasSize(2);
        assertThat(cluster.forgotten).isEmpty();
    }

    @Test
    void aClientThatNeverComesBackLeavesNothing() {
        FakeClientLink client = join("");
        long our = run(client, 1, WAITS);
        cluster.finish(our);
        assertThat(client.told).endsWith("finished 1");
        assertThat(cluster.forgotten).containsExactly(our);

        long open = run(client, 2, WAITS);
        cut(client);

        assertThat(cluster.closed).hasSize(1);
        cluster.finish(open);
        assertThat(cluster.forgotten).containsExactly(our, open);
    }

    @Test
    void aDrainLetsGoOfWhoHasHeardEverything() {
        FakeClientLink first = join("s");
        long our = run(first, 1, WAITS);
        cluster.succeed(our, 0, 10, 20, 30);
        cut(first);
        FakeClientLink second = join("s");
        second.ready = false;
        announce(second, 1, WAITS);
        clients.drain();
        cluster.finish(our);
        followers.cameToDisk(our);
        assertThat(second.told).containsExactly("welcome", "accept 1 resumed " + our);

        second.ready = true;
        cluster.pass(Duration.ofMillis(20));

        assertThat(second.told)
                .endsWith("succeeded 1 0+3", "finished 1", "abort the coordinator drains");
        assertThat(cluster.forgotten).isEmpty();
    }

    @Test
    void whenTheJournalFailsNobodyIsToldAnythingAndNothingIsEnded() {
        FakeClientLink client = join("s");
        long _ = run(client, 1, WAITS);
        FakeClientLink gone = join("other");
        long _ = run(gone, 1, WAITS);
        cut(gone);

        clients.stop("the disk is full");

        assertThat(client.told).endsWith("abort the disk is full");
        clients.ended(client, Optional.of("aborted"));
        cluster.pass(ClientSessions.COME_BACK.multipliedBy(2));
        assertThat(cluster.closed).isEmpty();
        assertThat(cluster.running).hasSize(2);
        FakeClientLink late = join("s");
        assertThat(late.told)
                .containsExactly("abort the coordinator drains and takes no more clients");
    }

    @Test
    void anotherCoordinatorGoesOnWithTheClientsOfTheOneBefore() {
        FakeClientLink client = join("s");
        long open = run(client, 1, WAITS);
        long finished = run(client, 2, WAITS);
        cluster.succeed(finished, 0, 10, 20, 30);
        cluster.finish(finished);
        FakeClientLink keyed = join("k");
        long named = run(keyed, 1, KEYED);
        long outlives = run(keyed, 2, DETACHED);
        FakeClientLink never = join("");
        long lost = run(never, 1, WAITS);

        restart();

        assertThat(cluster.closed).as("the one that never comes back").hasSize(1);
        assertThat(clients.numberOfBatch(lost)).isNotZero();
        FakeClientLink back = join("s");
        announce(back, 1, WAITS);
        announce(back, 2, WAITS);
        assertThat(back.told)
                .containsExactly(
                        "welcome",
                        "accept 1 resumed " + open,
                        "accept 2 resumed " + finished,
                        "succeeded 2 0+3",
                        "finished 2");
        FakeClientLink other = join("another");
        announce(other, 5, KEYED);
        assertThat(other.told).endsWith("accept 5 resumed " + named);
        clients.finished(outlives);
        assertThat(cluster.closed).hasSize(2);
        cut(back);
        cut(other);
        assertThat(cluster.closed).as("the one that had nothing of its own").hasSize(3);
        cluster.pass(ClientSessions.COME_BACK);
        assertThat(cluster.closed).hasSize(5);
        assertThat(cluster.forgotten).contains(finished);
    }

    private void restart() {
        cluster = new FakeCluster(Optional.of(journal));
        followers = new Followers(journal, Runnable::run, Runnable::run);
        clients = new ClusterClients(cluster, new ArgumentRoom(1_000_000), Optional.of(followers));
        clients.restore(journal.recover(), journal.batches());
    }

    /// Hands a batch of 3 jobs in; its number here.
    private long run(FakeClientLink link, long batch, BatchTerms terms) {
        announce(link, batch, terms);
        assertThat(link.told).endsWith("accept " + batch);
        came(link, batch, terms);
        return cluster.running.keySet().stream().mapToLong(our -> our).max().orElseThrow();
    }

    private static BatchTerms keyed(String digest) {
        return new BatchTerms(new BatchKey("night", digest), false, true);
    }

    private void came(FakeClientLink link, long batch, BatchTerms terms) {
        clients.said(
                link,
                new ClientMessage.BatchCame(
                        batch,
                        new Batch(
                                RecipeBook.load(getClass().getClassLoader()).get("echo_integer"),
                                Columns.of(Column.ofLongs(1, 2, 3)),
                                BatchOptions.DEFAULTS),
                        0,
                        false,
                        new BitSet(),
                        terms),
                cluster.now());
    }

    private void announce(FakeClientLink link, long batch, BatchTerms terms, int... settled) {
        BitSet bits = new BitSet();
        for (int job : settled) {
            bits.set(job);
        }
        clients.said(
                link, new ClientMessage.Announced(batch, 3, 10, 10, terms, bits), cluster.now());
    }

    private void cut(FakeClientLink link) {
        clients.ended(link, Optional.of("its connection ended"));
    }

    private FakeClientLink join(String session) {
        FakeClientLink link = new FakeClientLink();
        clients.opened(
                link, new ClientHello("here", 42, 0, Duration.ofSeconds(10), Map.of(), session));
        return link;
    }
}
