package dev.manykitchens.report.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.report.http.AccessToken;
import dev.manykitchens.report.http.Action;
import dev.manykitchens.report.http.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

class DashboardActionsTest {

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong();
    private final List<Change> made = new ArrayList<>();
    private final List<String> played = new ArrayList<>();
    private final Dashboard dashboard =
            Dashboard.byHand("kitchen test", "1", Instant.EPOCH, clock::get, () -> Vitals.UNKNOWN);
    private final AccessToken token = AccessToken.random();
    private final Map<String, Action> actions =
            DashboardActions.of(dashboard, new Acting(token, new Bill()));

    /// Takes down what it is asked for.
    private final class Bill implements Playbill {
        @Override
        public List<Piece> pieces() {
            return List.of(Piece.scene("tea-shop", "Is it?"));
        }

        @Override
        public String play(PlayRequest request) {
            played.add(
                    "%s %s%s %s"
                            .formatted(
                                    request.kind(),
                                    request.name(),
                                    request.pool().map(pool -> " on " + pool).orElse(""),
                                    request.again()));
            return "played";
        }

        @Override
        public String stop() {
            throw new IllegalStateException("none is being played");
        }
    }

    /// Takes down what it is asked for.
    private final class Levers implements PoolControls {
        @Override
        public Set<Change.Kind> possible() {
            return EnumSet.of(Change.Kind.KILL, Change.Kind.STOVES);
        }

        @Override
        public void make(Change change) {
            if (change.kind() == Change.Kind.CANCEL) {
                throw new IllegalArgumentException("a batch must be there\nto be cancelled");
            }
            made.add(change);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "change":"stoves","to":4           | SetStoves[count=OptionalInt[4]]      | each kitchen of threads:4+gil has 4 stoves now
                    "change":"stoves","to":1           | SetStoves[count=OptionalInt[1]]      | each kitchen of threads:4+gil has 1 stove now
                    "change":"stoves","to":null        | SetStoves[count=OptionalInt.empty]   | all cooks of threads:4+gil may compute at once now
                    "change":"threads","to":8          | SetThreads[count=8]                  | each kitchen of threads:4+gil has 8 cooks now
                    "change":"prefetch","to":0         | SetPrefetch[chunks=0]                | up to 0 chunks may wait at each cook of threads:4+gil now
                    "change":"chunk_jobs","to":16      | SetChunkJobs[most=OptionalInt[16]]   | a chunk of threads:4+gil has at most 16 jobs now
                    "change":"chunk_jobs","to":null    | SetChunkJobs[most=OptionalInt.empty] | the coordinator of threads:4+gil chooses the size of chunks now
                    "change":"drain","worker":"w 1"    | DrainWorker[worker=w 1]              | w 1 of threads:4+gil was asked to finish what it has begun, and to leave
                    "change":"kill","worker":"w1"      | KillWorker[worker=w1]                | w1 of threads:4+gil was killed
                    """)
    void eachChangeReachesThePoolAndIsAnsweredInOneLine(String keys, String change, String said)
            throws IOException {
        int pool = openPool();

        Answer answer = act("/actions/change", "{\"pool\":%d,%s}".formatted(pool, keys));

        assertThat(made).hasToString("[" + change + "]");
        assertThat(text(answer)).isEqualTo(said + "\n");
        assertThat(answer.status()).isEqualTo(200);
        clock.addAndGet(SECOND);
        dashboard.tick();
        assertThat(newest()).contains(said);
    }

    @Test
    void aNumberThatIsSteppedThroughIsToldOnceWhenItHasSettled() throws IOException {
        int pool = openPool();
        for (int stoves = 2; stoves <= 4; stoves++) {
            act(
                    "/actions/change",
                    "{\"pool\":%d,\"change\":\"stoves\",\"to\":%d}".formatted(pool, stoves));
            clock.addAndGet(SECOND - 1);
            dashboard.tick();
            assertThat(newest()).doesNotContain("stoves now");
        }
        act("/actions/change", "{\"pool\":%d,\"change\":\"threads\",\"to\":8}".formatted(pool));
        clock.addAndGet(1);
        dashboard.tick();

        assertThat(newest())
                .contains("has 4 stoves now")
                .doesNotContain("has 2 stoves")
                .doesNotContain("has 3 stoves")
                .doesNotContain("has 8 cooks");
        clock.addAndGet(SECOND);
        dashboard.tick();
        assertThat(newest()).contains("has 8 cooks now").doesNotContain("stoves now");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {                                                | what is asked must be JSON, was "{"
                    []                                               | must be an object of JSON, such as {"pool":1}, was an array: []
                    "stoves"                                         | must be an object of JSON, such as {"pool":1}, was a text: "stoves"
                    {"pool":1,"pool":2,"change":"stoves","to":4}     | each key must be given once, one was given twice: {"pool":1,"pool":2
                    {}                                               | pool must be a whole number, was not given
                    {"pool":1}                                       | change must be a text, was not given
                    {"pool":"1","change":"stoves","to":4}            | pool must be a whole number, was a text: "1"
                    {"pool":99,"change":"stoves","to":4}             | pool must be the number of one that is on the page, was 99
                    {"pool":1,"change":"fire","to":4}                | change must be one of stoves, threads
                    {"pool":1,"change":"stoves","to":0}              | stoves must be from 1
                    {"pool":1,"change":"stoves","to":2.5}            | to must be a whole number
                    {"pool":1,"change":"threads","to":null}          | to must be a whole number, was null: null
                    {"pool":1,"change":"stoves","to":3000000000}     | to must be below
                    {"pool":1,"change":"stoves","to":4,"worker":"w"} | must be left out, was "worker"
                    {"pool":1,"change":"kill","worker":" "}          | the name of a worker
                    {"pool":1,"change":"cancel","batch":0}           | the number of a batch
                    {"pool":1,"change":"cancel","batch":7}           | a batch must be there to be cancelled
                    """)
    void whatCannotBeDoneIsOneLineAndChangesNothing(String json, String why) throws IOException {
        int pool = openPool();
        assertThat(pool).isEqualTo(1);

        Answer answer = act("/actions/change", json);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(text(answer)).contains(why).hasLineCount(1);
        assertThat(made).isEmpty();
    }

    @Test
    void whoHasASilentWorkerDrainedHearsThatItIsSilent() throws IOException {
        PoolDisplay display = display();
        display.accept(new RunEvent.WorkerJoined(1, "w1", "host", 7, 2));
        display.accept(new RunEvent.WorkerChanged(2, "w1", WorkerState.SUSPECT, "silent for 2 s"));

        Answer answer =
                act("/actions/change", "{\"pool\":1,\"change\":\"drain\",\"worker\":\"w1\"}");

        assertThat(text(answer))
                .isEqualTo(
                        "w1 of threads:4+gil was asked to finish what it has begun, and to leave; it is silent: unless it is heard again, it is lost\n");
    }

    @Test
    void aPoolThatIsBeingOpenedSaysSo() throws IOException {
        var _ = dashboard.pool(ShownPool.elsewhere("processes:2"));

        Answer answer = act("/actions/change", "{\"pool\":1,\"change\":\"stoves\",\"to\":4}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(text(answer))
                .isEqualTo("a pool must be ready to be changed, processes:2 is being opened\n");
    }

    @Test
    void aPoolThatIsClosedIsNotChanged() throws IOException {
        PoolDisplay display = display();
        display.accept(new RunEvent.PoolClosed(1));

        Answer answer = act("/actions/change", "{\"pool\":1,\"change\":\"stoves\",\"to\":4}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(text(answer)).contains("threads:4+gil is closed").hasLineCount(1);
        assertThat(made).isEmpty();
    }

    @Test
    void framesTellWhatIsPossibleAndHowItIsSet() {
        PoolDisplay display = display();
        display.accept(
                new RunEvent.SettingsChanged(
                        0,
                        new PoolSettings(
                                OptionalInt.of(1),
                                OptionalInt.of(4),
                                OptionalInt.empty(),
                                OptionalInt.empty())));
        dashboard.tick();

        assertThat(newest())
                .contains("\"possible\":[\"stoves\",\"kill\"],\"stoves\":1,\"threads\":4")
                .contains("\"prefetch\":null,\"chunk_jobs\":null");

        display.accept(new RunEvent.PoolClosed(1));
        dashboard.tick();
        assertThat(newest()).contains("\"open\":false").contains("\"possible\":[]");
    }

    @Test
    void aScenePlaysOnceOrAgainAndAgain() throws IOException {
        assertThat(act("/actions/play", "{\"scene\":\"tea-shop\",\"again\":true}").status())
                .isEqualTo(200);
        assertThat(act("/actions/play", "{\"scene\":\"tea-shop\",\"again\":false}").status())
                .isEqualTo(200);
        assertThat(act("/actions/play", "{\"scene\":\"one-stove\"}").status()).isEqualTo(200);

        assertThat(played)
                .containsExactly(
                        "SCENE tea-shop true", "SCENE tea-shop false", "SCENE one-stove false");
        assertThat(act("/actions/stop", "{}").status()).isEqualTo(409);
    }

    @Test
    void aScenarioPlaysOnThePoolThatIsChosenForIt() throws IOException {
        Answer answer = act("/actions/play", "{\"scenario\":\"tea-shop\",\"pool\":\"threads:2\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(played).containsExactly("SCENARIO tea-shop on threads:2 false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"scene\":\"tea-shop\",\"again\":null}",
                "{\"scene\":1,\"again\":true}",
                "{\"scene\":\"tea-shop\",\"again\":\"yes\"}",
                "{\"scene\":\"tea-shop\",\"again\":true,\"x\":1}",
                "{\"scene\":\"tea-shop\",\"pool\":\"threads:2\",\"again\":true}",
                "{\"scenario\":\"tea-shop\",\"again\":true}",
                "{\"scenario\":\"tea-shop\",\"pool\":2,\"again\":true}",
                "{\"scenario\":\"tea-shop\",\"scene\":\"tea-shop\",\"pool\":\"async\",\"again\":true}"
            })
    void whatToPlayMustBeSaidPlainly(String json) throws IOException {
        assertThat(act("/actions/play", json).status()).isEqualTo(422);
        assertThat(played).isEmpty();
    }

    @Test
    void onlyItsOwnTokenIsGoodAndItIsNeverTheSame() {
        Action action = Objects.requireNonNull(actions.get("/actions/token"));

        assertThat(action.allows(token.text())).isTrue();
        assertThat(action.allows(AccessToken.random().text())).isFalse();
        assertThat(action.allows("")).isFalse();
        assertThat(token.text()).matches("[A-Za-z0-9_-]{32}");
        assertThat(token.toString()).doesNotContain(token.text());
    }

    private int openPool() {
        display();
        return 1;
    }

    private PoolDisplay display() {
        PoolDisplay display =
                dashboard.pool(
                        new ShownPool(
                                "threads:4+gil",
                                OptionalInt.of(1),
                                java.util.Optional.of(new ShownPool.ThisJvm("here", 1, "1"))));
        display.accept(new RunEvent.PoolReady(0, "threads:4+gil", 4, 0));
        display.changedBy(new Levers());
        return display;
    }

    private Answer act(String path, String body) throws IOException {
        return Objects.requireNonNull(actions.get(path)).act(body);
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /// The newest frame.
    private String newest() {
        try {
            return dashboard
                    .frames()
                    .after(dashboard.frames().last() - 1)
                    .orElseThrow()
                    .getLast()
                    .data();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
