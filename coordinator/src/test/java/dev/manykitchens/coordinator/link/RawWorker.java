package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ColumnBuilder;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.Credits;
import dev.manykitchens.proto.v1.Goodbye;
import dev.manykitchens.proto.v1.Heartbeat;
import dev.manykitchens.proto.v1.Hello;
import dev.manykitchens.proto.v1.Results;
import dev.manykitchens.proto.v1.Welcome;
import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkResponse;
import dev.manykitchens.proto.v1.WorkerServiceGrpc;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// A worker made of raw messages, inside the test's JVM: says what a test lets it say, and works
/// when it is told to.
public final class RawWorker implements StreamObserver<WorkResponse>, AutoCloseable {

    private static final ScheduledExecutorService HEARTS =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("raw-hearts").factory());

    private final StreamObserver<WorkRequest> requests;
    private final BlockingQueue<WorkResponse> responses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final Set<Long> held = ConcurrentHashMap.newKeySet();
    private volatile AssignmentListener listener = (_, _) -> {};
    private volatile Future<?> heart = CompletableFuture.completedFuture(null);
    private long credits;

    /// What a worker does with a lease.
    @FunctionalInterface
    public interface AssignmentListener {
        /// Called on the transport's thread.
        void assigned(RawWorker worker, Assignment assignment);
    }

    /// Opens a stream and says nothing.
    public RawWorker(Channel channel) {
        requests = WorkerServiceGrpc.newStub(channel).work(this);
    }

    /// A good hello.
    public static Hello.Builder hello(String name, int threads, String... recipes) {
        return Hello.newBuilder()
                .setProtocolVersion(Protocol.VERSION)
                .setBuildVersion(Protocol.buildVersion())
                .setName(name)
                .setHost("raw-host")
                .setPid(42)
                .setThreads(threads)
                .setInstance("instance-of-" + name)
                .addAllRecipes(List.of(recipes));
    }

    /// Joins, offers a lease a thread and a place to wait, and does this with what comes.
    public RawWorker join(Hello.Builder hello, AssignmentListener does) throws Exception {
        listener = does;
        say(hello);
        assertThat(awaitWelcome().getWorker()).isNotEmpty();
        heart = HEARTS.scheduleWithFixedDelay(this::beat, 0, 500, TimeUnit.MILLISECONDS);
        credits = 2L * hello.getThreads();
        credits(credits);
        return this;
    }

    /// Answers with the results of the jobs of a lease.
    public static AssignmentListener computing(UnaryOperator<BigInteger> recipe) {
        return (worker, assignment) -> worker.report(results(assignment, recipe));
    }

    /// Computes `compute_square`.
    public static AssignmentListener squaring() {
        return computing(n -> n.multiply(n));
    }

    /// A whole report of the jobs of a lease, all succeeded.
    public static Results.Builder results(Assignment assignment, UnaryOperator<BigInteger> recipe) {
        Column arguments = ColumnCodec.decode(assignment.getArguments(0));
        ColumnBuilder values = new ColumnBuilder(ValueType.INTEGER, arguments.size());
        for (int job = 0; job < arguments.size(); job++) {
            BigInteger n =
                    switch (arguments.get(job)) {
                        case Value.Int(long small) -> BigInteger.valueOf(small);
                        case Value.BigInt(BigInteger big) -> big;
                        default -> throw new AssertionError("only integers are asked for");
                    };
            values.add(Value.of(recipe.apply(n)));
        }
        return report(assignment, values.build());
    }

    /// A report of all jobs of a lease with these values.
    public static Results.Builder report(Assignment assignment, Column values) {
        Results.Builder results =
                Results.newBuilder()
                        .setLease(assignment.getLease())
                        .setFirst(assignment.getFirst())
                        .setCount(assignment.getCount())
                        .setResults(ColumnCodec.encode(values, 0, values.size()))
                        .setReceivedNanos(System.nanoTime())
                        .setSentNanos(System.nanoTime());
        for (int job = 0; job < assignment.getCount(); job++) {
            results.addIdleNanos(0)
                    .addRanNanos(100)
                    .addStoveNanos(0)
                    .addOtherNanos(10)
                    .addWaitNanos(0)
                    .addResourceNanos(0);
        }
        return results;
    }

    /// Reports a lease to the end and offers to take another.
    public void report(Results.Builder results) {
        held.remove(results.getLease());
        synchronized (this) {
            say(WorkRequest.newBuilder().setResults(results.setCreditsTotal(++credits)));
        }
    }

    public void credits(long total) {
        say(WorkRequest.newBuilder().setCredits(Credits.newBuilder().setTotal(total)));
    }

    public void say(Hello.Builder hello) {
        say(WorkRequest.newBuilder().setHello(hello));
    }

    public void say(Results.Builder results) {
        say(WorkRequest.newBuilder().setResults(results));
    }

    public synchronized void say(WorkRequest.Builder request) {
        if (!end.isDone()) {
            requests.onNext(request.build());
        }
    }

    public void beat() {
        say(
                WorkRequest.newBuilder()
                        .setHeartbeat(
                                Heartbeat.newBuilder()
                                        .addAllLeases(held)
                                        .setSentNanos(System.nanoTime())));
    }

    /// Leaves in order.
    public synchronized void leave() {
        heart.cancel(false);
        say(WorkRequest.newBuilder().setGoodbye(Goodbye.getDefaultInstance()));
        requests.onCompleted();
    }

    public Welcome awaitWelcome() throws Exception {
        return CompletableFuture.anyOf(welcome, end)
                .thenApply(what -> {
                    if (what instanceof Status refused) {
                        throw new IllegalStateException("it was refused: " + refused);
                    }
                    return (Welcome) what;
                })
                .get(20, TimeUnit.SECONDS);
    }

    /// What came but welcomes, echoes and assignments.
    public WorkResponse next() throws InterruptedException {
        WorkResponse response = responses.poll(20, TimeUnit.SECONDS);
        assertThat(response).isNotNull();
        return response;
    }

    public boolean isOver() {
        return end.isDone();
    }

    /// How its stream ended, for people.
    public String words() {
        return String.valueOf(end.getNow(null));
    }

    public Status end() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }

    public Set<Long> held() {
        return held;
    }

    @Override
    public void onNext(WorkResponse response) {
        switch (response.getMessageCase()) {
            case WELCOME -> welcome.complete(response.getWelcome());
            case ASSIGNMENT -> {
                held.add(response.getAssignment().getLease());
                listener.assigned(this, response.getAssignment());
            }
            case CANCEL, DRAIN, ADJUST, HALT, RESOURCE_GRANT, BATCH_END -> responses.add(response);
            case HEARTBEAT_ECHO, MESSAGE_NOT_SET -> {}
        }
    }

    @Override
    public void onError(Throwable error) {
        heart.cancel(false);
        end.complete(Status.fromThrowable(error));
    }

    @Override
    public void onCompleted() {
        heart.cancel(false);
        end.complete(Status.OK);
    }

    @Override
    public synchronized void close() {
        heart.cancel(false);
        if (!end.isDone()) {
            requests.onError(Status.CANCELLED.asRuntimeException());
        }
    }
}
