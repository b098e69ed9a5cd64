package dev.manykitchens.worker;

import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.WorkerSettings;
import dev.manykitchens.worker.link.AssignedChunk;
import dev.manykitchens.worker.link.CoordinatorLink;
import dev.manykitchens.worker.link.CoordinatorListener;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A worker from its hello to its end. Thread-safe; run once.
///
/// ```
/// hello ──welcome──▶ working ──drain──▶ draining ──last lease reported──▶ goodbye ──stream ends──▶ end
///   └─ refused            └────── stream, parent or coordinator gone ────────────────────────────▶ end
/// ```
final class Worker implements CoordinatorListener {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private static final Duration WELCOME_LIMIT = Duration.ofSeconds(10);
    private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(2);

    private final WorkerSettings settings;
    private final RecipeBook recipes;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final AtomicBoolean terminated = new AtomicBoolean();

    private volatile @Nullable CoordinatorLink link;

    /// What works; null before the welcome.
    private volatile @Nullable WorkingWorker working;

    private volatile boolean saidGoodbye;

    Worker(WorkerSettings settings, RecipeBook recipes) {
        this.settings = settings;
        this.recipes = recipes;
    }

    /// Works until something ends it. Threads are left behind: the process is to be ended now.
    ///
    /// @param exit ends it, on the thread that brings the reason. When that is the end of the
    ///   stream it is the transport's own thread, which else would wait for the network by then;
    ///   and a JVM waits at its end for threads in native code, as that is, for 0.3 s.
    void run(Consumer<Ending> exit) {
        var _ = ending.thenAccept(exit);
        Thread.setDefaultUncaughtExceptionHandler((_, failure) -> failed(failure));
        Signals.handle(this::terminate);
        CoordinatorLink opened =
                CoordinatorLink.open(
                        new Dial(
                                new Endpoint(settings.host(), settings.port()),
                                Token.parse(settings.token()),
                                TlsFiles.NONE),
                        this);
        link = opened;
        opened.hello(
                settings.name(),
                ProcessVitals.hostName(),
                ProcessHandle.current().pid(),
                settings.threads(),
                settings.stoves(),
                recipes.all().stream().map(Recipe::name).toList());
        try {
            exit.accept(ending.get(WELCOME_LIMIT.toNanos(), TimeUnit.NANOSECONDS));
        } catch (Exception e) {
            LOG.debug("worker is at work, or was not welcomed in time", e);
        }
        if (working == null) {
            end(
                    Ending.alone(
                            "the coordinator at %s:%d must welcome a worker within %d s, did not"
                                    .formatted(
                                            settings.host(),
                                            settings.port(),
                                            WELCOME_LIMIT.toSeconds())));
        }
        exit.accept(ending.join());
    }

    @Override
    public void welcomed(
            String worker,
            Duration heartbeat,
            Duration silence,
            Map<String, ResourceSpec> resources,
            int prefetch) {
        CoordinatorLink opened = link;
        if (opened == null || working != null) {
            return;
        }
        WorkingWorker started =
                new WorkingWorker(settings, worker, recipes, resources, prefetch, opened, this);
        working = started;
        started.start(heartbeat, silence);
        if (terminated.get()) {
            askDrain(opened);
        }
    }

    @Override
    public void assigned(AssignedChunk chunk) {
        ifWorking(worker -> worker.assigned(chunk));
    }

    @Override
    public void cancelled(long lease, List<Integer> jobs) {
        ifWorking(worker -> worker.cancelled(lease, jobs));
    }

    @Override
    public void drained(String reason) {
        ifWorking(worker -> worker.drain(reason));
    }

    @Override
    public void echoed(long heardNanos) {
        ifWorking(worker -> worker.echoed(heardNanos));
    }

    @Override
    public void granted(long ticket) {
        ifWorking(worker -> worker.resources().granted(ticket));
    }

    @Override
    public void refused(long ticket, String reason) {
        ifWorking(worker -> worker.resources().refused(ticket, reason));
    }

    @Override
    public void batchEnded(long batch) {
        ifWorking(worker -> worker.batchEnded(batch));
    }

    @Override
    public void ended(Optional<String> failure) {
        if (saidGoodbye) {
            end(Ending.left("drained"));
        } else if (working == null) {
            end(
                    Ending.refused(
                            "the coordinator did not take the worker: "
                                    + failure.orElse("it ended the stream")));
        } else {
            end(Ending.alone("the coordinator is gone: " + failure.orElse("it ended the stream")));
        }
    }

    /// The last lease was reported: say goodbye and end when the coordinator has heard it, or soon.
    void goodbye(String reason) {
        saidGoodbye = true;
        CoordinatorLink opened = link;
        if (opened != null) {
            opened.goodbye(reason);
        }
        var _ =
                ending.completeOnTimeout(
                        Ending.left(reason), GOODBYE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Ends the worker; the first reason counts.
    void end(Ending why) {
        ending.complete(why);
    }

    /// Something in the worker's own code failed: it is not to be trusted any more.
    void failed(Throwable failure) {
        LOG.error("worker failed worker={}", settings.name(), failure);
        end(Ending.bug(failure));
    }

    /// SIGTERM: finish and leave; the second time: now.
    private void terminate() {
        CoordinatorLink opened = link;
        if (!terminated.compareAndSet(false, true)) {
            end(Ending.now());
        } else if (opened == null) {
            end(Ending.left("told to end before it connected"));
        } else if (working != null) {
            askDrain(opened);
        }
        // Else the welcome is on its way, and asks.
    }

    private static void askDrain(CoordinatorLink opened) {
        opened.askDrain("it was sent SIGTERM");
    }

    private void ifWorking(Consumer<WorkingWorker> action) {
        WorkingWorker worker = working;
        if (worker != null) {
            action.accept(worker);
        }
    }
}
