package dev.manykitchens.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.WorkResponse;
import dev.manykitchens.worker.Ending;
import dev.manykitchens.worker.JoinRequest;
import dev.manykitchens.worker.JoiningWorker;
import dev.manykitchens.worker.Patience;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A worker of two threads in this JVM, whose jobs do what the test wants.
final class WorkerTrial implements AutoCloseable {

    static final Token TOKEN = new Token(Role.WORKER, Token.newSecret(), new Trust.Nobody());

    /// The argument of a job that stays until the trial lets it go.
    static final long STAYS = -1;

    /// Long enough for what a test does meanwhile.
    private static final Patience PATIENCE =
            new Patience(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(2));

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private final CountDownLatch halted = new CountDownLatch(1);

    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final BlockingQueue<Long> began = new LinkedBlockingQueue<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final JoiningWorker worker;

    WorkerTrial(int port, Token token, boolean once) {
        JoinRequest request =
                new JoinRequest(
                        token.text() + "@127.0.0.1:" + port,
                        "",
                        2,
                        StoveSpec.UNLIMITED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        once,
                        1);
        RecipeBook book = RecipeBook.of(List.of(new Told(), new Presses(), new Keeps()));
        worker = JoiningWorker.of(request, book, lines::add, PATIENCE, halted::countDown);
        Thread.ofPlatform().daemon().start(() -> ending.complete(worker.run()));
    }

    WorkerTrial(FakeCoordinator coordinator) {
        this(coordinator.port(), TOKEN, false);
    }

    void leave() {
        worker.leave(15);
    }

    Ending ending() throws Exception {
        return ending.get(20, TimeUnit.SECONDS);
    }

    boolean hasEnded() {
        return ending.isDone();
    }

    /// The next line that it said.
    String line() throws InterruptedException {
        String line = lines.poll(20, TimeUnit.SECONDS);
        assertThat(line).as("a line").isNotNull();
        return line;
    }

    /// Waits until a job that stays has begun.
    void awaitBegun() throws InterruptedException {
        assertThat(began.poll(20, TimeUnit.SECONDS)).as("a job").isNotNull();
    }

    /// Waits until it has ended its process, as far as it could.
    void awaitHalted() throws InterruptedException {
        assertThat(halted.await(20, TimeUnit.SECONDS)).as("halted").isTrue();
    }

    /// Lets jobs that stay go.
    void release() {
        mayEnd.countDown();
    }

    @Override
    public void close() {
        release();
        worker.leave(15);
        worker.leave(15);
    }

    /// A chunk of one job of a batch of its own.
    static WorkResponse.Builder chunk(long lease, String recipe, long argument) {
        return chunk(lease, argument, BatchDefinition.newBuilder().setRecipe(recipe));
    }

    /// A chunk of as many jobs as there are arguments.
    static WorkResponse.Builder chunk(long lease, String recipe, long... arguments) {
        WorkResponse.Builder chunk = chunk(lease, recipe, 0);
        chunk.getAssignmentBuilder()
                .setCount(arguments.length)
                .setArguments(
                        0, ColumnCodec.encode(Column.ofLongs(arguments), 0, arguments.length));
        return chunk;
    }

    static WorkResponse.Builder chunk(
            long lease, long argument, BatchDefinition.Builder definition) {
        definition.setWork("own").setTimeScale(1).setSeed(1).setWorkUnitsPerSecond(1e6);
        return WorkResponse.newBuilder()
                .setAssignment(
                        Assignment.newBuilder()
                                .setLease(lease)
                                .setBatch(lease)
                                .setCount(1)
                                .setAttempt(1)
                                .addArguments(ColumnCodec.encode(Column.ofLongs(argument), 0, 1))
                                .setDefinition(definition));
    }

    /// Gives its argument back, at once or when it may.
    private final class Told implements Recipe {
        @Override
        public String name() {
            return "told";
        }

        @Override
        public String summary() {
            return "does what the test says";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.required("what", ValueType.INTEGER, "what to do"));
        }

        @Override
        public ValueType resultType() {
            return ValueType.INTEGER;
        }

        @Override
        public Value result(Row arguments, JobContext context) throws Exception {
            long what = arguments.longValue(0);
            if (what == STAYS) {
                began.add(what);
                mayEnd.await();
            }
            return Value.of(what);
        }
    }

    /// Uses a press.
    private static final class Presses implements Recipe {
        @Override
        public String name() {
            return "presses";
        }

        @Override
        public String summary() {
            return "uses a press";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.required("what", ValueType.INTEGER, "what to do"));
        }

        @Override
        public ValueType resultType() {
            return ValueType.INTEGER;
        }

        @Override
        public List<Step> steps(Row arguments, JobRandom random) {
            return List.of(new Step.Use("press", List.of()));
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return Value.of(arguments.longValue(0));
        }
    }

    /// Uses a press, and a sink beside it, until it may end.
    private final class Keeps implements Recipe {
        @Override
        public String name() {
            return "keeps";
        }

        @Override
        public String summary() {
            return "keeps a press and a sink";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.required("what", ValueType.INTEGER, "what to do"));
        }

        @Override
        public ValueType resultType() {
            return ValueType.INTEGER;
        }

        @Override
        public List<Step> steps(Row arguments, JobRandom random) {
            Computation.Code stays = (_, _) -> stay();
            return List.of(
                    new Step.Use(
                            "press",
                            List.of(new Step.Use("sink", List.of(new Step.Compute(stays))))));
        }

        private void stay() throws InterruptedException {
            began.add(STAYS);
            mayEnd.await();
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return Value.of(arguments.longValue(0));
        }
    }
}
