package dev.manykitchens.worker;

import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.worker.link.AssignedChunk;
import dev.manykitchens.worker.link.AssignedChunk.DefinedBatch;
import dev.manykitchens.worker.link.KeyedResource;

import java.util.HashMap;
import java.util.Map;

/// The batches that the coordinator has defined on this stream. Confined to the transport's thread.
final class Batches {

    private static final BatchFacts UNKNOWN =
            new BatchFacts.Refused(
                    "a batch must be defined before its jobs come, was not; please report this");

    private final RecipeBook recipes;
    private final double speed;
    private final ResourceRouter router;
    private final Map<Long, BatchFacts> known = new HashMap<>();

    /// Those of every batch.
    private BatchDesk everywhere;

    /// @param speed how fast this worker computes calibrated work
    Batches(RecipeBook recipes, double speed, ResourceRouter router) {
        this.recipes = recipes;
        this.speed = speed;
        this.router = router;
        this.everywhere = router.open(Map.of());
    }

    /// Begins anew on another stream: every batch will be defined there again.
    ///
    /// @param resources those that jobs of every batch may use
    void begin(Map<String, KeyedResource> resources) {
        // The new one first: what both know stays as it is, with the permits that are out.
        BatchDesk replaced = everywhere;
        everywhere = router.open(resources);
        replaced.release();
        known.values().forEach(BatchFacts::release);
        known.clear();
    }

    /// What is known of a chunk's batch; the caller uses it until it releases it.
    BatchFacts of(AssignedChunk chunk) {
        if (chunk.whole() && chunk.definition().isPresent()) {
            return made(chunk.definition().get());
        }
        chunk.definition().ifPresent(definition -> define(chunk.batch(), definition));
        BatchFacts facts = known.getOrDefault(chunk.batch(), UNKNOWN);
        facts.retain();
        return facts;
    }

    void end(long batch) {
        BatchFacts facts = known.remove(batch);
        if (facts != null) {
            facts.release();
        }
    }

    private void define(long batch, DefinedBatch definition) {
        BatchFacts replaced = known.put(batch, made(definition));
        if (replaced != null) {
            replaced.release();
        }
    }

    /// Facts with one user, who is the caller.
    private BatchFacts made(DefinedBatch definition) {
        BatchDesk desk = desk(definition.resources());
        BatchFacts facts = BatchFacts.of(definition, recipes, speed, desk);
        if (facts instanceof BatchFacts.Refused) {
            desk.release();
        }
        return facts;
    }

    private BatchDesk desk(Map<String, KeyedResource> own) {
        if (own.isEmpty()) {
            return everywhere.retain();
        }
        Map<String, KeyedResource> named = new HashMap<>(everywhere.named());
        named.putAll(own);
        return router.open(named);
    }
}
