package dev.manykitchens.core.pool;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// A recipe that no pool inside this JVM may run.
final class EndsItsJvm implements Recipe {

    Batch batch() {
        return new Batch(this, new Columns(1, List.of()), BatchOptions.DEFAULTS);
    }

    @Override
    public String name() {
        return "ends_its_jvm";
    }

    @Override
    public String summary() {
        return "Must never run";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public ValueType resultType() {
        return ValueType.NONE;
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        throw new AssertionError("a pool inside this JVM ran it");
    }

    @Override
    public Hazard hazard() {
        return Hazard.ENDS_ITS_JVM;
    }
}
