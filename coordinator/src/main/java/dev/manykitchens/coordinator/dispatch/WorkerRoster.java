package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerLink;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The workers that the dispatcher knows: those whose stream is open, and those whose stream broke
/// and who may come back. Confined to the loop.
final class WorkerRoster {

    /// So many processes that were given up are remembered, those that were last.
    private static final int MOST_GIVEN_UP = 1_000;

    private final Map<String, ConnectedWorker> connected = new LinkedHashMap<>();
    private final Map<WorkerLink, ConnectedWorker> byLink = new HashMap<>();

    /// Of every worker, whether its stream is open or broken.
    private final Map<String, WorkerMemory> memories = new LinkedHashMap<>();

    /// Of processes that were given up, by instance: up to which number their results were heard.
    private final Map<String, Long> heardOfGivenUp = new LinkedHashMap<>();

    /// A worker's stream is open.
    void connect(ConnectedWorker worker) {
        memories.put(worker.name(), worker.memory());
        connected.put(worker.name(), worker);
        byLink.put(worker.link(), worker);
    }

    /// A worker was here before this coordinator was, and may come back.
    void await(String name, WorkerHello hello) {
        WorkerMemory memory = new WorkerMemory(hello, 0);
        memory.await();
        memories.put(name, memory);
    }

    /// A worker's stream is open no more; it is still known.
    void disconnect(ConnectedWorker worker) {
        connected.remove(worker.name(), worker);
        byLink.remove(worker.link());
    }

    /// Ends the stream of a worker, if it is open; the worker is still known.
    ///
    /// @param why for people
    void cutOff(String name, String why) {
        ConnectedWorker worker = connected.get(name);
        if (worker != null) {
            disconnect(worker);
            worker.link().abort(why);
        }
    }

    /// A worker is known no more.
    void forget(String name) {
        WorkerMemory memory = memories.remove(name);
        if (memory != null && !memory.hello().instance().isEmpty() && memory.resultsHeard() != 0) {
            String instance = memory.hello().instance();
            heardOfGivenUp.remove(instance);
            heardOfGivenUp.put(instance, memory.resultsHeard());
            if (heardOfGivenUp.size() > MOST_GIVEN_UP) {
                heardOfGivenUp.remove(heardOfGivenUp.keySet().iterator().next());
            }
        }
    }

    /// A memory for a worker that joins. A process that was given up and lives all the same sends
    /// again what it does not know to have been heard: that is told apart from what comes late.
    WorkerMemory remember(WorkerHello hello) {
        return new WorkerMemory(hello, heardOfGivenUp.getOrDefault(hello.instance(), 0L));
    }

    /// The worker of this name whose stream is open; null when there is none.
    @Nullable ConnectedWorker find(String name) {
        return connected.get(name);
    }

    /// The worker of this stream; null when it is open no more.
    @Nullable ConnectedWorker find(WorkerLink link) {
        return byLink.get(link);
    }

    /// What is remembered of a worker, whether its stream is open or broken; null when it is not
    /// known.
    @Nullable WorkerMemory memory(String name) {
        return memories.get(name);
    }

    boolean isKnown(String name) {
        return memories.containsKey(name);
    }

    boolean isConnected(String name) {
        return connected.containsKey(name);
    }

    /// The workers whose stream is open, as they joined.
    List<ConnectedWorker> connected() {
        return List.copyOf(connected.values());
    }

    /// The names of all workers, whether their stream is open or broken, as they joined.
    List<String> names() {
        return List.copyOf(memories.keySet());
    }

    /// Whether one of the workers here runs this recipe; true when nobody is here to say no.
    boolean canRun(String recipe) {
        return memories.isEmpty()
                || memories.values().stream()
                        .map(memory -> memory.hello().recipes())
                        .anyMatch(recipes -> recipes.isEmpty() || recipes.contains(recipe));
    }
}
