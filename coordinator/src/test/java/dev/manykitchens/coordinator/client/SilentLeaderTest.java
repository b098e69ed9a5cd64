package dev.manykitchens.coordinator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.link.BatchTerms;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoints;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;
import dev.manykitchens.proto.v1.BatchStart;
import dev.manykitchens.proto.v1.SubmitResponse;
import dev.manykitchens.proto.v1.Succeeded;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// A coordinator that leads is stopped, not dead: its connections stay, and nothing comes.
final class SilentLeaderTest {

    private static final int JOBS = 4;
    private static final int TWO_MINUTES = 120_000;

    private final List<Integer> heard = new CopyOnWriteArrayList<>();

    @Test
    void itIsLeftForTheNextOneAndNothingIsDoneOrHeardTwice() throws Exception {
        try (ScriptedCoordinator leader = new ScriptedCoordinator(TWO_MINUTES);
                ScriptedCoordinator next = new ScriptedCoordinator(TWO_MINUTES)) {
            leader.setSilence(Duration.ofSeconds(1));
            ClusterSession session = start(leader, next);
            try {
                String client = leader.nextHello().getSession();
                ClientBatch batch = submit(session);
                assertThat(leader.next().getBatchStart().getBatch()).isEqualTo(1);
                assertThat(leader.next().getBatchArguments().getCount()).isEqualTo(JOBS);
                tell(leader, 0, 2);

                leader.stop();

                // The next one knows it as the same client, and what it has need not be done again.
                assertThat(next.nextHello().getSession()).isEqualTo(client);
                BatchStart again = next.next().getBatchStart();
                assertThat(again.getWaits()).isTrue();
                assertThat(again.getSettled().toByteArray()).containsExactly(0b11);
                next.accept(1, 0, true);

                // Woken, the first one says what it had in flight, and so does the next one.
                tell(leader, 2, 2);
                leader.finish(1);
                tell(next, 0, JOBS);
                next.finish(1);
                batch.done().get(20, TimeUnit.SECONDS);

                assertThat(heard)
                        .containsExactlyElementsOf(IntStream.range(0, JOBS).boxed().toList());
                // No arguments: nothing began anew.
                assertThat(next.next().getBatchTaken().getBatch()).isEqualTo(1);
                assertThat(leader.hellos).isEmpty();
            } finally {
                session.close();
            }
        }
    }

    private static ClusterSession start(ScriptedCoordinator first, ScriptedCoordinator second)
            throws Exception {
        Dial dial =
                new Dial(
                        Endpoints.parse(first.endpoint() + "," + second.endpoint()),
                        new Token(Role.CLIENT, Token.newSecret(), new Trust.Nobody()),
                        TlsFiles.NONE);
        ClusterSession session =
                ClusterSession.start(dial, 0, Duration.ofSeconds(20), PoolOptions.defaults());
        var _ = session.ready().get(20, TimeUnit.SECONDS);
        return session;
    }

    private ClientBatch submit(ClusterSession session) {
        BatchListener listener =
                new BatchListener() {
                    @Override
                    public void succeeded(int first, Column results) {
                        IntStream.range(first, first + results.size()).forEach(heard::add);
                    }

                    @Override
                    public void ended(int job, Outcome outcome) {
                        throw new AssertionError(job + " " + outcome.describe());
                    }
                };
        ClientBatch batch =
                new ClientBatch(
                        1,
                        new Batch(
                                RecipeBook.load(SilentLeaderTest.class.getClassLoader())
                                        .get("echo_integer"),
                                Columns.of(Column.ofLongs(0, 1, 2, 3)),
                                BatchOptions.DEFAULTS),
                        0,
                        0,
                        listener,
                        BatchTerms.USUAL);
        session.submit(batch);
        return batch;
    }

    private static void tell(ScriptedCoordinator from, int first, int count) {
        Column results =
                Column.ofLongs(IntStream.range(first, first + count).asLongStream().toArray());
        from.say(
                SubmitResponse.newBuilder()
                        .setSucceeded(
                                Succeeded.newBuilder()
                                        .setBatch(1)
                                        .setFirst(first)
                                        .setResults(ColumnCodec.encode(results, 0, count))));
    }
}
