package dev.manykitchens.core.pool;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.resource.ResourceSpec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The pools inside this JVM, for tests that must hold on each of them.
final class LocalPoolKinds {

    /// How long a job that heeds nothing is waited for in tests.
    static final Duration GRACE = Duration.ofMillis(100);

    private LocalPoolKinds() {}

    /// Every kind, with and without stoves.
    static Stream<String> all() {
        return Stream.concat(Stream.of("sequential"), concurrent());
    }

    /// Those on which `start` returns at once.
    static Stream<String> concurrent() {
        return Stream.of(
                "threads:1",
                "threads:3",
                "threads:3+gil",
                "virtual",
                "virtual:3",
                "virtual:3+stoves=2",
                "forkjoin:1",
                "forkjoin:3",
                "forkjoin:3+stoves=1",
                "async",
                "async+gil",
                "hybrid:1",
                "hybrid:3",
                "hybrid:3+gil");
    }

    static Pool open(String spec) {
        return open(spec, EventSink.NONE, Map.of());
    }

    static Pool open(String spec, EventSink sink, Map<String, ResourceSpec> resources) {
        PoolOptions options =
                PoolOptions.defaults()
                        .withRecipes(RecipeBook.of(List.of()), List.of())
                        .withResources(resources)
                        .withEvents(sink);
        return LocalPools.open(PoolSpec.parse(spec), options, GRACE);
    }
}
