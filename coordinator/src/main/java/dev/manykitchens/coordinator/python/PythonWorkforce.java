package dev.manykitchens.coordinator.python;

import dev.manykitchens.coordinator.link.WorkerListener;
import dev.manykitchens.coordinator.spawn.ExitReport;
import dev.manykitchens.coordinator.spawn.SpawnedWorker;
import dev.manykitchens.coordinator.spawn.Workforce;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.proto.link.Protocol;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/// A single worker that is a Python process; what threads or processes it has is its own affair.
public final class PythonWorkforce implements Workforce {

    private final Python python;
    private final JsonNode settings;
    private final WorkerListener listener;

    private PythonWorkforce(Python python, JsonNode settings, WorkerListener listener) {
        this.python = python;
        this.settings = settings;
        this.listener = listener;
    }

    /// A workforce whose worker is not started yet.
    ///
    /// @param spec a pool of Python
    /// @param options by which its jobs are handed out
    /// @param resources whose permits its jobs share
    /// @param listener hears what it says
    /// @throws IllegalStateException when there is no Python, in one line
    public static PythonWorkforce of(
            PoolSpec spec,
            DispatchOptions options,
            Map<String, ResourceSpec> resources,
            WorkerListener listener) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.put("kind", spec.kind().word().substring("python-".length()));
        settings.put("size", spec.kind().slots().orElse(1));
        settings.put("prefetch", options.prefetch());
        settings.put("longest_chunk", options.longestChunk());
        settings.put("largest_value", Protocol.LARGEST_VALUE_BYTES);
        settings.put("target_message", Protocol.TARGET_MESSAGE_BYTES);
        ObjectNode permits = settings.putObject("resources");
        resources.forEach((name, resource) ->
                permits.putArray(name)
                        .add(resource.permits())
                        .add(resource.scope() == ResourceSpec.Scope.SHARED));
        return new PythonWorkforce(Python.find(), settings, listener);
    }

    @Override
    public String plural() {
        return "Python processes";
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public SpawnedWorker start(String worker, int place, Consumer<ExitReport> onExit)
            throws IOException {
        return PythonProcess.start(python, settings, worker, listener, onExit);
    }

    @Override
    public void requireRunnable(Recipe recipe) {
        Python.requireTwin(recipe);
    }

    /// Its pipes end with the process.
    @Override
    public void close() {}
}
