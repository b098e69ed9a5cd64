package dev.manykitchens.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.proto.link.WorkerSettings;

import java.io.IOException;
import java.io.InputStreamReader;

/// The main class of a worker JVM that was spawned. Takes no arguments: its settings come on
/// standard input.
public final class WorkerMain {

    private static final int SIGTERM = 15;

    private WorkerMain() {}

    /// Runs the worker and ends the JVM with its exit code, without waiting for anything: a job
    /// that does not stop must not keep the process alive.
    public static void main(String[] arguments) {
        if (System.getProperty("org.slf4j.simpleLogger.defaultLogLevel") == null) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        }
        try {
            WorkerPlan plan =
                    WorkerPlan.ofSpawned(
                            WorkerSettings.read(new InputStreamReader(System.in, UTF_8)));
            Notices nothing = new Notices(_ -> {}, plan.threads());
            Worker worker =
                    new Worker(
                            plan,
                            RecipeBook.load(WorkerMain.class.getClassLoader()),
                            nothing,
                            Patience.DEFAULTS,
                            Ending::asIfKilled);
            Signals.handle(() -> worker.leave(SIGTERM));
            exit(worker.run());
        } catch (IllegalArgumentException | IOException e) {
            exit(Ending.refused(String.valueOf(e.getMessage())));
        } catch (Throwable failure) {
            exit(Ending.failed(failure));
        }
    }

    /// Several threads may come here; the first one's exit code counts.
    private static synchronized void exit(Ending ending) {
        try {
            if (ending.exitCode() != 0) {
                System.err.println(ending.reason());
            }
            System.out.flush();
            System.err.flush();
        } finally {
            // Also when there is no memory for words.
            Runtime.getRuntime().halt(ending.exitCode());
        }
    }
}
