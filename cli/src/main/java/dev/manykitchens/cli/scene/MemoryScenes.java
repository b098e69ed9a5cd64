package dev.manykitchens.cli.scene;

import dev.manykitchens.cli.host.Host;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.measurement.ProcessMemory;
import dev.manykitchens.report.text.Figures;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Scenes that look at processes instead of jobs.
final class MemoryScenes {

    /// What opening four threads may add: their stacks, and what this JVM happens to do meanwhile.
    private static final long THREADS_BYTES = 64_000_000;

    /// No JVM that runs jobs holds less.
    private static final long PROCESS_BYTES = 16_000_000;

    private static final int KITCHENS = 4;

    private MemoryScenes() {}

    static Scene memoryMap() {
        return new Scene(
                "memory-map",
                "Four threads or four processes: who has how much memory, and how long do they take to start?",
                "Threads live in the heap of the process that started them and add little more than their"
                        + " stacks; a process brings a heap, its classes and all that a JVM needs, and must be"
                        + " started first.",
                new Teaching(
                        "No job runs. How many heaps do four threads have, how many four"
                                + " processes, and how much memory do they add?",
                        "Threads share one heap and cost next to nothing; processes have"
                                + " one each, and take memory and time to start.",
                        Lesson.MANY_KITCHENS),
                MemoryScenes::play);
    }

    private static void play(Stage stage) throws InterruptedException {
        Host host = new Host();
        long before = held(host, List.of()).map(MemoryScenes::sum).orElse(-1L);
        long threadsNanos;
        try (ScenePool threads = stage.open("threads:" + KITCHENS)) {
            threadsNanos = threads.startupNanos();
            Optional<List<ProcessMemory>> here = held(host, List.of());
            stage.check(
                    threads.spec(),
                    Promise.exactly(heaps(1)),
                    Measured.said(heaps(1 + threads.workers().size())),
                    here.map(memory -> "this JVM, which holds " + bytes(sum(memory))).orElse(""));
            if (here.isPresent() && before >= 0) {
                stage.check(
                        threads.spec() + " add",
                        Promise.atMost(Quantity.BYTES, THREADS_BYTES),
                        Measured.bytes(Math.max(0, sum(here.get()) - before)),
                        "start-up " + Measured.nanos(threadsNanos).text());
            }
        }
        try (ScenePool processes = stage.open("processes:" + KITCHENS)) {
            List<PoolWorker> workers = processes.workers();
            stage.check(
                    processes.spec(),
                    Promise.exactly(heaps(KITCHENS)),
                    Measured.said(heaps(workers.stream().map(PoolWorker::pid).distinct().count())),
                    "PIDs "
                            + workers.stream()
                                    .map(worker -> Long.toString(worker.pid()))
                                    .collect(Collectors.joining(", ")));
            processes.awaitMeasured();
            // What runs on other machines cannot be looked at from here.
            List<ProcessMemory> memory =
                    held(host, workers).orElse(List.of()).stream()
                            .filter(process -> !process.process().equals(host.here()))
                            .toList();
            if (memory.size() == KITCHENS) {
                stage.check(
                        processes.spec() + " add",
                        Promise.atLeast(Quantity.BYTES, KITCHENS * PROCESS_BYTES),
                        Measured.bytes(sum(memory)),
                        memory.stream()
                                .map(process -> bytes(process.residentBytes()))
                                .collect(Collectors.joining(" + ")));
                stage.check(
                        processes.spec() + " start",
                        Promise.atLeast(Quantity.SECONDS, threadsNanos / 1e9),
                        Measured.nanos(processes.startupNanos()),
                        "all at once");
            }
        }
    }

    private static String heaps(long processes) {
        return processes == 1 ? "1 heap" : processes + " heaps";
    }

    /// What this JVM and these workers hold; empty when it cannot be read.
    private static Optional<List<ProcessMemory>> held(Host host, List<PoolWorker> workers) {
        return host.read(workers).map(usage -> usage.memory());
    }

    private static long sum(List<ProcessMemory> memory) {
        return memory.stream().mapToLong(ProcessMemory::residentBytes).sum();
    }

    private static String bytes(long bytes) {
        return Figures.bytes(bytes);
    }
}
